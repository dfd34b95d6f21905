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

/** A question that creates its conversation: the member {@code conversation} of the request. */
@ExtendWith(UruSystemExtension.class)
class FirstQuestionIT {
  private static final JsonObject MEMBER =
      Json.createObjectBuilder()
          .add("model", "gpt-4o-mini")
          .add("systemPrompt", "Be brief.")
          .build();

  private final UruSystem uru;
  private final String conversation = UUID.randomUUID().toString();
  private UruClient user;

  FirstQuestionIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  @Test
  void createsTheConversationAndReturnsIt() {
    Question question = question("How do I bake bread?");

    JsonObject started =
        user.start(conversation, body(question, MEMBER), key(PracticeFault.FAST))
            .expect(202)
            .json();

    assertThat(started)
        .containsOnlyKeys(
            "id", "conversationId", "messageId", "status", "startedAt", "conversation");
    assertThat(started.getString("id")).isEqualTo(question.generationId());
    JsonObject created = started.getJsonObject("conversation");
    assertThat(created.getString("id")).isEqualTo(conversation);
    assertThat(created.getString("title")).isEqualTo("How do I bake bread?");
    assertThat(created.getString("titleSource")).isEqualTo("auto");
    assertThat(created.getString("systemPrompt")).isEqualTo("Be brief.");
    assertThat(created.getString("model")).as("of the question").isEqualTo("gpt-4o");
    assertThat(created.getString("headMessageId")).isEqualTo(question.assistantMessageId());
    assertThat(created.getInt("messageCount")).isEqualTo(2);
    awaitEnd(question);
    assertThat(user.get("/conversations/" + conversation).expect(200).json().keySet())
        .isEqualTo(created.keySet());
    assertThat(user.messages(conversation)).hasSize(2);
  }

  @Test
  void createsTheConversationOfAStream() {
    EventStream stream =
        user.ask(conversation, body(question("Hello"), MEMBER), key(PracticeFault.FAST));

    assertThat(stream.awaitLast().name()).isEqualTo("completed");
    JsonObject created = user.get("/conversations/" + conversation).expect(200).json();
    assertThat(created.getString("systemPrompt")).isEqualTo("Be brief.");
    assertThat(user.messages(conversation)).hasSize(2);
  }

  @Test
  void takesTheModelOfTheNewConversation() {
    Question question = question("Hello");
    JsonObject body = Json.createObjectBuilder(body(question, MEMBER)).remove("model").build();

    JsonObject started = user.start(conversation, body, key(PracticeFault.FAST)).expect(202).json();

    assertThat(started.getJsonObject("conversation").getString("model")).isEqualTo("gpt-4o-mini");
    awaitEnd(question);
    assertThat(user.message(conversation, question.assistantMessageId()).getString("model"))
        .isEqualTo("gpt-4o-mini");
  }

  @Test
  void namesTheConversationAsTheRequestSays() {
    JsonObject titled = Json.createObjectBuilder().add("title", "Bread").build();
    Question question = question("Hello");

    JsonObject started =
        user.start(conversation, body(question, titled), key(PracticeFault.FAST))
            .expect(202)
            .json();

    assertThat(started.getJsonObject("conversation").getString("title")).isEqualTo("Bread");
    assertThat(started.getJsonObject("conversation").getString("titleSource")).isEqualTo("user");
    awaitEnd(question);
    assertThat(user.get("/conversations/" + conversation).json().getString("title"))
        .isEqualTo("Bread");
  }

  @Test
  void answersARepeatedRequestAsTheFirst() {
    Question question = question("Hello");
    String key = key(PracticeFault.FAST);

    JsonObject first = user.start(conversation, body(question, MEMBER), key).expect(202).json();
    awaitEnd(question);
    JsonObject second = user.start(conversation, body(question, MEMBER), key).expect(202).json();

    assertThat(second.getString("messageId")).isEqualTo(first.getString("messageId"));
    assertThat(second.getJsonObject("conversation").getString("id")).isEqualTo(conversation);
    assertThat(user.messages(conversation)).hasSize(2);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void takesParallelRequestsAsOne() {
    Question question = question("Hello");
    String key = key(PracticeFault.FAST);

    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> user.start(conversation, body(question, MEMBER), key)))
            .toList();

    assertThat(answers.stream().map(answer -> answer.join().status())).containsOnly(202);
    awaitEnd(question);
    assertThat(user.messages(conversation)).hasSize(2);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void ignoresTheMemberForAConversationThatExists() {
    Question first = question("Hello");
    user.post(
            "/conversations",
            Json.createObjectBuilder().add("id", conversation).add("title", "Mine").build())
        .expect(201);

    user.start(conversation, body(first, MEMBER), key(PracticeFault.FAST)).expect(202);
    awaitEnd(first);

    JsonObject kept = user.get("/conversations/" + conversation).expect(200).json();
    assertThat(kept.getString("title")).isEqualTo("Mine");
    assertThat(kept.isNull("systemPrompt")).isTrue();
  }

  @Test
  void returnsTheConversationAsItIsAfterEachQuestion() {
    String existing = user.newConversation("gpt-4o");
    Question question = Question.first(existing, "Hello", "gpt-4o");

    JsonObject started = user.start(question, key(PracticeFault.FAST)).expect(202).json();

    JsonObject returned = started.getJsonObject("conversation");
    assertThat(returned.getString("id")).isEqualTo(existing);
    assertThat(returned.getInt("messageCount")).isEqualTo(2);
    user.askRefused(question("Where?"), key(PracticeFault.FAST)).expectProblem(404, "not_found");
  }

  @Test
  void refusesTheIdOfAnotherUsersConversationAsItsCreationDoes() {
    user.start(conversation, body(question("Secret"), MEMBER), key(PracticeFault.FAST)).expect(202);
    UruClient intruder = uru.newUser();
    JsonObject creation = Json.createObjectBuilder(MEMBER).add("id", conversation).build();
    Answer asCreation = intruder.post("/conversations", creation);

    Answer answer =
        intruder.start(conversation, body(question("Mine?"), MEMBER), key(PracticeFault.FAST));

    asCreation.expectProblem(409, "id_conflict");
    answer.expectProblem(409, "id_conflict");
    assertThat(answer.comparableBody()).isEqualTo(asCreation.comparableBody());
    assertThat(intruder.get("/conversations").json().getJsonArray("items")).isEmpty();
    assertThat(user.messages(conversation)).hasSize(2);
  }

  /** Each is refused before the model is asked. */
  @ParameterizedTest
  @CsvSource({
    "title, '', 400, validation_failed",
    "title, LONG, 400, validation_failed",
    "systemPrompt, LONG, 400, validation_failed",
    "model, ' ', 422, model_not_available",
    "id, 00000000-0000-0000-0000-000000000000, 400, validation_failed"
  })
  void validatesTheMemberAsACreation(String name, String value, int status, String code) {
    String given = value.equals("LONG") ? "x".repeat(20_001) : value;
    JsonObject member = Json.createObjectBuilder().add(name, given).build();

    user.start(conversation, body(question("Hello"), member), key(PracticeFault.FAST))
        .expectProblem(status, code);

    expectNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void leavesNothingOfARefusedQuestion(String accept) {
    JsonObject good = body(question("Hello"), MEMBER);
    String key = key(PracticeFault.FAST);
    List<Refused> refusals =
        List.of(
            new Refused("no key", good, ""),
            new Refused("a key that cannot be read", good, "eyJhbGciOiJub25lIn0.x.y.z.a"),
            new Refused("a model that is not there", changed(good, "model", " "), key),
            new Refused("a text without characters", changed(good, "message", " "), key),
            new Refused("a parent that is not there", withParent(good), key),
            new Refused("regenerate nothing", regenerate(good), key));

    for (Refused refusal : refusals) {
      Map<String, String> headers =
          refusal.key().isEmpty()
              ? Map.of("Accept", accept)
              : Map.of("Accept", accept, "Uru-Provider-Key", refusal.key());
      Answer answer =
          user.send(
              "POST",
              "/conversations/" + conversation + "/generations",
              refusal.body().toString(),
              headers);

      assertThat(answer.status() / 100).as(refusal.what() + ": " + answer.body()).isEqualTo(4);
      expectNothing();
    }
    assertThat(uru.upstreamRequests(key)).isEmpty();
  }

  @Test
  void refusesAViewer() {
    UruClient viewer = uru.signedIn("viewer@uru.local", "uru-development");

    viewer
        .start(conversation, body(question("May I?"), MEMBER), key(PracticeFault.FAST))
        .expectProblem(403, "forbidden");

    viewer.get("/conversations/" + conversation).expectProblem(404, "not_found");
  }

  @Test
  void keepsTheConversationOfAQuestionThatTheProviderRefuses() {
    Question question = question("Hello");

    user.start(conversation, body(question, MEMBER), key(PracticeFault.INVALID_KEY));

    Eventually.within(
        Duration.ofSeconds(10),
        "a failed answer, as for a question in a conversation that exists",
        () ->
            user.message(conversation, question.assistantMessageId())
                .getString("status")
                .equals("failed"));
  }

  @Test
  void tellsOtherDevices() {
    UruClient phone = uru.newUser();
    UruClient laptop = uru.signedIn(phone.email(), UruSystem.PASSWORD);
    try (EventStream stream = laptop.events()) {
      stream.await("running");
      Question question = question("Hello");

      phone.start(conversation, body(question, MEMBER), key(PracticeFault.FAST)).expect(202);

      Event changed = stream.await("conversation_changed");
      Event started = stream.await("generation_started");
      assertThat(changed.data().getString("id")).isEqualTo(conversation);
      assertThat(started.data().getJsonObject("generation").getString("conversationId"))
          .isEqualTo(conversation);
    }
  }

  private record Refused(String what, JsonObject body, String key) {}

  private static JsonObject changed(JsonObject body, String name, String value) {
    JsonValue changed =
        name.equals("message")
            ? Json.createObjectBuilder(body.getJsonObject("message")).add("text", value).build()
            : Json.createValue(value);
    return Json.createObjectBuilder(body).add(name, changed).build();
  }

  private static JsonObject withParent(JsonObject body) {
    JsonObject message =
        Json.createObjectBuilder(body.getJsonObject("message"))
            .add("parentId", UUID.randomUUID().toString())
            .build();
    return Json.createObjectBuilder(body).add("message", message).build();
  }

  private static JsonObject regenerate(JsonObject body) {
    return Json.createObjectBuilder(body)
        .remove("message")
        .add("parentId", UUID.randomUUID().toString())
        .build();
  }

  private void expectNothing() {
    user.get("/conversations/" + conversation).expectProblem(404, "not_found");
    assertThat(user.get("/conversations").json().getJsonArray("items")).isEmpty();
  }

  private Question question(String text) {
    return Question.first(conversation, text, "gpt-4o");
  }

  private static JsonObject body(Question question, JsonObject member) {
    return Json.createObjectBuilder(question.toJson()).add("conversation", member).build();
  }

  private void awaitEnd(Question question) {
    Eventually.within(
        Duration.ofSeconds(20),
        "the end of the answer",
        () ->
            user.message(conversation, question.assistantMessageId())
                .getString("status")
                .equals("completed"));
  }

  private static String key(PracticeFault fault) {
    return fault.key(UUID.randomUUID().toString());
  }
}
