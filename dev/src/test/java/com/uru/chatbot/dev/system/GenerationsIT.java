package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class GenerationsIT {
  private final UruSystem uru;
  private UruClient user;
  private String conversation = "";

  GenerationsIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
    conversation = user.newConversation("gpt-4o");
  }

  @Test
  void streamsAnAnswerAndKeepsIt() {
    String key = key(PracticeFault.NONE);
    Question question = Question.first(conversation, "How do I bake bread?", "gpt-4o");

    EventStream stream = user.ask(question, key);
    Event last = stream.awaitLast();

    assertThat(last.name()).isEqualTo("completed");
    List<Event> events = stream.events();
    assertThat(events.get(0).name()).isEqualTo("started");
    assertThat(events.get(0).data())
        .containsOnlyKeys("generation", "userMessage", "assistantMessage");
    assertThat(events.stream().map(Event::id).toList()).isSorted().doesNotHaveDuplicates();
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored).isEqualTo(last.data().getJsonObject("message"));
    assertThat(stored.getString("text")).isEqualTo(stream.text()).contains("How do I bake bread?");
    assertThat(stored.getString("status")).isEqualTo("completed");
    assertThat(stored.getString("finishReason")).isEqualTo("stop");
    assertThat(stored.getString("model")).isEqualTo("gpt-4o");
    assertThat(stored.getString("parentId")).isEqualTo(question.messageId());
    assertThat(stored.getJsonObject("usage")).isNotEmpty();
    assertThat(user.messages(conversation)).hasSize(2);
    JsonObject kept = user.get("/conversations/" + conversation).json();
    assertThat(kept.getString("headMessageId")).isEqualTo(question.assistantMessageId());
    assertThat(kept.getInt("messageCount")).isEqualTo(2);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  /** The columns of the versions since are empty then. */
  @Test
  void opensAConversationThatAnOlderVersionHasWritten() {
    Question question = question("Hello");
    EventStream stream = user.ask(question, key(PracticeFault.FAST));
    assertThat(stream.awaitLast().name()).isEqualTo("completed");
    String shown = stream.text();
    uru.select(
        "update generations set entries = null where id = cast(? as uuid) returning 1",
        row -> row.getInt(1),
        question.generationId());
    uru.select(
        "update messages set parts = null, provider_items = null, cached_tokens = null,"
            + " cache_write_tokens = null where conversation_id = cast(? as uuid) returning 1",
        row -> row.getInt(1),
        conversation);

    assertThat(user.message(conversation, question.assistantMessageId()).getString("text"))
        .isEqualTo(shown);
    EventStream replay = user.follow(question.generationId(), 0);
    assertThat(replay.awaitLast().name()).isEqualTo("completed");
    assertThat(replay.text()).isEqualTo(shown);
    Question next = Question.after(conversation, question.assistantMessageId(), "Go on", "gpt-4o");
    assertThat(user.ask(next, key(PracticeFault.FAST)).awaitLast().name()).isEqualTo("completed");
  }

  @Test
  void letsTokensArriveOverTime() {
    EventStream stream = user.ask(question("Slowly, please"), key(PracticeFault.SLOW));
    stream.awaitText(60);

    List<Event> deltas = stream.events().stream().filter(e -> e.name().equals("delta")).toList();

    assertThat(deltas).hasSizeGreaterThan(3);
    assertThat(Duration.between(deltas.get(0).at(), deltas.get(deltas.size() - 1).at()))
        .isGreaterThan(Duration.ofMillis(400));
    stream.close();
  }

  @Test
  void namesTheConversationAfterTheFirstQuestion() {
    user.ask(question("Which flour is best"), key(PracticeFault.FAST)).awaitLast();

    Eventually.within(
        Duration.ofSeconds(5),
        "a title",
        () ->
            user.get("/conversations/" + conversation)
                .json()
                .getString("title")
                .equals("Practice: Which flour is best"));
  }

  @ParameterizedTest
  @CsvSource({
    "LENGTH, incomplete, length",
    "CONTENT_FILTER, incomplete, content_filter",
    "CUT_BEFORE_FINISH, incomplete, null"
  })
  void callsAnAnswerIncompleteThatDidNotEndByItself(
      PracticeFault fault, String status, String reason) {
    Question question = question("Hello");

    Event last = user.ask(question, key(fault)).awaitLast();

    assertThat(last.name()).isEqualTo(status);
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo(status);
    assertThat(stored.getString("text")).isNotEmpty();
    assertThat(stored.isNull("finishReason") ? "null" : stored.getString("finishReason"))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "IN_BAND_ERROR, provider_unavailable",
    "CUT, provider_unavailable",
    "RESET, provider_unavailable",
    "GARBAGE, provider_unavailable",
    "STALL, provider_timeout"
  })
  void keepsTheTextOfAStreamThatBroke(PracticeFault fault, String code) {
    Question question = question("Hello");
    EventStream stream = user.ask(question, key(fault));

    Event last = stream.awaitLast();

    assertThat(last.name()).isIn("failed", "incomplete");
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo(last.name());
    assertThat(stored.getString("text")).isEqualTo(stream.text());
    // A TCP reset also discards what had arrived but was not read yet, so it promises no prefix.
    if (fault != PracticeFault.RESET) {
      assertThat(stream.text()).startsWith("## A practice");
    }
    if (last.name().equals("failed")) {
      assertThat(last.data().getJsonObject("problem").getString("code")).isEqualTo(code);
      assertThat(stored.getJsonObject("error").getString("code")).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_KEY, 422, provider_key_invalid",
    "DEACTIVATED, 422, provider_key_invalid",
    "NO_ACCESS, 422, provider_access_denied",
    "NO_QUOTA, 422, provider_quota_exceeded",
    "RATE_LIMITED, 429, provider_rate_limited",
    "NO_MODEL, 422, model_not_available",
    "CONTEXT_TOO_LONG, 422, context_length_exceeded",
    "CONTENT_REFUSED, 422, content_refused",
    "_500, 502, provider_unavailable",
    "_503, 502, provider_unavailable",
    "TIMEOUT, 504, provider_timeout"
  })
  void saysWhatTheProviderRefused(PracticeFault fault, int status, String code) {
    String key = key(fault);
    Question question = question("Hello");

    JsonObject problem = user.refusal(question, key);

    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInt("status")).isEqualTo(status);
    assertThat(problem.getString("action")).isNotBlank();
    assertThat(problem.toString()).doesNotContain(key).doesNotContain("sk-pract");
    user.get("/me").expect(200);
    assertThat(user.messages(conversation))
        .noneMatch(message -> message.getString("status").equals("streaming"));
  }

  /** The refusal of the practice upstream tells no number, as OpenAI's does not. */
  @Test
  void tellsHowLongAConversationIsThatIsTooLong() {
    int request = 3;
    int message = 4;
    int hello = 1;

    JsonObject problem = user.refusal(question("Hello"), key(PracticeFault.CONTEXT_TOO_LONG));

    assertThat(problem.getInt("promptTokens")).isEqualTo(request + message + hello);
  }

  @Test
  void passesOnWhenARateLimitEnds() {
    Answer answer = user.askRefused(question("Hello"), key(PracticeFault.RATE_LIMITED));

    if (answer.status() == 429) {
      assertThat(answer.header("Retry-After")).isEqualTo("7");
    } else {
      assertThat(answer.body()).contains("provider_rate_limited");
    }
  }

  @Test
  void asksForAKeyWhenThereIsNone() {
    user.askRefused(question("Hello"), "").expectProblem(400, "provider_key_missing");
    assertThat(user.messages(conversation)).isEmpty();
  }

  @Test
  void refusesAKeyThatIsNoKey() {
    Answer answer = user.askRefused(question("Hello"), "eyJhbGciOiJub25lIn0.a.b.c.d");

    answer.expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAModelThatCannotExist() {
    Question question = Question.first(conversation, "Hello", "gpt-99\n");

    user.askRefused(question, key(PracticeFault.FAST)).expectProblem(422, "model_not_available");
  }

  @Test
  void leavesItToTheProviderWhetherAnUnknownModelExists() {
    Question question = Question.first(conversation, "Hello", "no-such-model");

    assertThat(user.refusal(question, key(PracticeFault.FAST)).getString("code"))
        .isEqualTo("model_not_available");
  }

  @Test
  void triesAgainWhenTheProviderIsBusyOnce() {
    String key = key(PracticeFault._503_THEN_OK);

    Event last = user.ask(question("Hello"), key).awaitLast();

    assertThat(last.name()).isEqualTo("completed");
    assertThat(uru.upstreamRequests(key)).hasSize(2);
  }

  @Test
  void dropsAParameterThatTheModelRefuses() {
    String key = key(PracticeFault.NO_TEMPERATURE);
    Question asked = question("Hello");
    Question question =
        new Question(
            conversation,
            asked.generationId(),
            asked.messageId(),
            null,
            asked.assistantMessageId(),
            "Hello",
            "gpt-4o",
            Json.createObjectBuilder().add("temperature", 0.3).build());

    assertThat(user.ask(question, key).awaitLast().name()).isEqualTo("completed");
    List<JsonObject> requests = uru.upstreamRequests(key);
    assertThat(requests.get(requests.size() - 1).getJsonObject("parameters"))
        .doesNotContainKey("temperature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt-4o", "gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo"})
  void shapesTheRequestForEveryModel(String model) {
    user.patch(
            "/conversations/" + conversation,
            Json.createObjectBuilder().add("systemPrompt", "Be brief.").build())
        .expect(200);
    Question asked = Question.first(conversation, "Hello", model);
    Question question =
        new Question(
            conversation,
            asked.generationId(),
            asked.messageId(),
            null,
            asked.assistantMessageId(),
            "Hello",
            model,
            Json.createObjectBuilder()
                .add("temperature", 0.3)
                .add("maxOutputTokens", 2000)
                .build());
    String key = key(PracticeFault.FAST);

    Event last = user.ask(question, key).awaitLast();

    assertThat(last.name()).isEqualTo("completed");
    assertThat(uru.upstreamRequests(key).get(0).getString("model")).startsWith(model);
    assertThat(uru.upstreamRequests(key).get(0).getJsonArray("messages").toString())
        .contains("Be brief.");
  }

  @Test
  void givesTheNextModelTheWholeConversation() {
    Question first = question("My name is Uma");
    user.ask(first, key(PracticeFault.FAST)).awaitLast();
    String firstAnswer = user.message(conversation, first.assistantMessageId()).getString("text");
    String key = key(PracticeFault.FAST);
    Question second =
        Question.after(conversation, first.assistantMessageId(), "What is my name?", "o1");

    user.ask(second, key).awaitLast();

    JsonObject request = uru.upstreamRequests(key).get(0);
    assertThat(request.getString("model")).startsWith("o1");
    assertThat(
            request.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
                .map(message -> message.getString("content"))
                .toList())
        .containsExactly("My name is Uma", firstAnswer, "What is my name?");
    assertThat(user.message(conversation, second.assistantMessageId()).getString("model"))
        .isEqualTo("o1");
  }

  @Test
  void answersAQuestionAgainAsASibling() {
    Question question = question("Hello");
    user.ask(question, key(PracticeFault.FAST)).awaitLast();
    String again = UUID.randomUUID().toString();

    user.post("/conversations/" + conversation + "/generations", JsonValue.EMPTY_JSON_OBJECT)
        .expect(400);
    Answer accepted =
        user.send(
            "POST",
            "/conversations/" + conversation + "/generations",
            Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add("parentId", question.messageId())
                .add("assistantMessageId", again)
                .add("model", "gpt-4")
                .build()
                .toString(),
            Map.of("Uru-Provider-Key", key(PracticeFault.FAST), "Accept", "application/json"));

    accepted.expect(202);
    awaitStatus(again, "completed");
    JsonObject sibling = user.message(conversation, again);
    assertThat(sibling.getString("parentId")).isEqualTo(question.messageId());
    assertThat(sibling.getString("model")).isEqualTo("gpt-4");
    assertThat(user.messages(conversation)).hasSize(3);
  }

  @Test
  void stopsForGoodAndClosesTheUpstreamConnection() {
    String key = key(PracticeFault.SLOW);
    Question question = question("Hello");
    EventStream stream = user.ask(question, key);
    stream.awaitText(40);

    assertThat(user.stop(question.generationId()).status()).isEqualTo(204);

    assertThat(stream.awaitLast().name()).isEqualTo("stopped");
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo("stopped");
    assertThat(stored.getString("text")).isNotEmpty();
    Eventually.within(
        Duration.ofSeconds(3),
        "the upstream connection to close",
        () -> uru.upstreamRequests(key).get(0).getString("state").equals("closed-by-peer"));
    assertThat(user.stop(question.generationId()).status()).isEqualTo(204);
  }

  @Test
  void goesOnWithoutItsReader() {
    Question question = question("Hello");
    EventStream stream = user.ask(question, key(PracticeFault.NONE));
    stream.awaitText(20);

    stream.close();

    awaitStatus(question.assistantMessageId(), "completed");
  }

  @Test
  void resumesWithoutAGapOrARepeat() {
    Question question = question("Please give me a long answer");
    String key = key(PracticeFault.NONE);
    EventStream stream = user.ask(question, key);
    StringBuilder text = new StringBuilder();
    long lastId = 0;
    for (int i = 1; i <= 4; i++) {
      stream.awaitText(100);
      stream.close();
      stream.awaitEnd();
      text.append(stream.text());
      lastId = Math.max(lastId, stream.lastId());
      stream = user.follow(question.generationId(), lastId);
    }
    Event last = stream.awaitLast();
    text.append(stream.text());

    assertThat(last.name()).isEqualTo("completed");
    assertThat(text.toString())
        .isEqualTo(user.message(conversation, question.assistantMessageId()).getString("text"));
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void replaysAFinishedAnswerFromAnyPosition() {
    Question question = question("Hello");
    EventStream live = user.ask(question, key(PracticeFault.FAST));
    live.awaitLast();

    EventStream replay = user.follow(question.generationId(), 0);

    assertThat(replay.awaitLast().name()).isEqualTo("completed");
    assertThat(replay.text()).isEqualTo(live.text());
  }

  @Test
  void showsTheSameAnswerToTwoReaders() {
    Question question = question("Hello");
    EventStream first = user.ask(question, key(PracticeFault.NONE));
    first.awaitText(20);
    EventStream second = user.follow(question.generationId(), 0);

    first.awaitLast();
    second.awaitLast();

    assertThat(second.text()).isEqualTo(first.text());
  }

  @Test
  void refusesASecondSendWhileItAnswers() {
    Question first = question("Hello");
    EventStream stream = user.ask(first, key(PracticeFault.SLOW));
    stream.awaitText(10);
    Question second =
        Question.after(conversation, first.assistantMessageId(), "And now?", "gpt-4o");

    user.askRefused(second, key(PracticeFault.FAST)).expectProblem(409, "generation_running");

    assertThat(running()).containsExactly(first.generationId());
    user.stop(first.generationId());
    stream.awaitLast();
    assertThat(running()).isEmpty();
  }

  @Test
  void takesTheSameRequestTenTimesAsOne() {
    String key = key(PracticeFault.FAST);
    Question question = question("Once only");

    List<CompletableFuture<String>> answers =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(() -> user.ask(question, key).awaitLast().name()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join).toList()).containsOnly("completed");
    assertThat(user.messages(conversation)).hasSize(2);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void refusesTheIdOfAnotherRequest() {
    Question question = question("Hello");
    user.ask(question, key(PracticeFault.FAST)).awaitLast();
    Question other =
        new Question(
            conversation,
            question.generationId(),
            question.messageId(),
            null,
            question.assistantMessageId(),
            "Something else",
            "gpt-4o",
            JsonValue.EMPTY_JSON_OBJECT);

    user.askRefused(other, key(PracticeFault.FAST)).expectProblem(409, "id_conflict");
  }

  @Test
  void refusesAMessageThatIsTooLong() {
    user.askRefused(question("x".repeat(200_001)), key(PracticeFault.FAST))
        .expectProblem(400, "validation_failed");
  }

  @Test
  void keepsEveryCharacterOfTheWorld() {
    String text = "Grüße 👩‍👩‍👧‍👦 😀😀 \u0000".replace("\u0000", "") + "漢字 \\ \" \n\t\u2028 end";
    Question question = question(text);

    EventStream stream = user.ask(question, key(PracticeFault.FAST));
    stream.awaitLast();

    assertThat(user.message(conversation, question.messageId()).getString("text")).isEqualTo(text);
    assertThat(stream.text()).contains("👩‍👩‍👧‍👦 😀😀", "漢字");
  }

  @Test
  void checksAKeyWithoutKeepingIt() {
    JsonObject checked =
        user.send(
                "POST",
                "/provider-key/check",
                null,
                Map.of("Uru-Provider-Key", key(PracticeFault.NONE)))
            .expect(200)
            .json();

    assertThat(checked.getBoolean("valid")).isTrue();
    assertThat(checked.getJsonArray("models").toString()).contains("gpt-4o");
    user.send(
            "POST",
            "/provider-key/check",
            null,
            Map.of("Uru-Provider-Key", key(PracticeFault.INVALID_KEY)))
        .expectProblem(422, "provider_key_invalid");
  }

  private Question question(String text) {
    return Question.first(conversation, text, "gpt-4o");
  }

  private static String key(PracticeFault fault) {
    return fault == PracticeFault.NONE
        ? "sk-practice-it" + UUID.randomUUID()
        : fault.key(UUID.randomUUID().toString());
  }

  private List<String> running() {
    return user
        .get("/generations?status=running")
        .expect(200)
        .json()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(generation -> generation.getString("id"))
        .toList();
  }

  private void awaitStatus(String messageId, String status) {
    Eventually.within(
        Duration.ofSeconds(20),
        "status " + status,
        () -> user.message(conversation, messageId).getString("status").equals(status));
  }
}
