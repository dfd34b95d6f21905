package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Opened;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider refuses, is silent, or breaks off (faults T5 to T7). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class UpstreamFaultsIT {
  /** Headers and events of a practice answer in 60 tokens. */
  private static final int ANSWER_BYTES = 17_000;

  private static final int TOKENS = 60;

  /** What one test lets fail at most: as many that succeed keep the breaker closed. */
  private static final int CALLS_OF_A_TEST = 3;

  private static final Duration BREAKER_LIMIT = Duration.ofSeconds(10);

  private final UruSystem uru;
  private UruClient user;
  private String conversation = "";

  UpstreamFaultsIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
    conversation = user.newConversation("gpt-4o");
    for (int i = 0; i < CALLS_OF_A_TEST; i++) {
      Eventually.within(BREAKER_LIMIT, "the breaker to let calls through", this::isAnswered);
    }
  }

  private boolean isAnswered() {
    Question question = Question.first(conversation, "Are you there?", "gpt-4o");
    return told(user.tryAsk(question, PracticeFault.FAST.key())).contains("\"completed\"");
  }

  @AfterEach
  void heal() {
    uru.upstreamProxy().heal();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_KEY, provider_key_invalid, 1",
    "DEACTIVATED, provider_key_invalid, 1",
    "NO_ACCESS, provider_access_denied, 1",
    "NO_MODEL, model_not_available, 1",
    "NO_QUOTA, provider_quota_exceeded, 1",
    "RATE_LIMITED, provider_rate_limited, 1",
    "_500, provider_unavailable, 3",
    "_503, provider_unavailable, 3"
  })
  void asksAnUpstreamThatRefusesAsOftenAsItHelps(PracticeFault fault, String code, int calls) {
    String key = fault.key(UUID.randomUUID().toString());
    Question question = Question.first(conversation, "Hello", "gpt-4o");

    String told = told(user.tryAsk(question, key));

    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo("failed");
    assertThat(stored.getJsonObject("error").getString("code")).isEqualTo(code);
    assertThat(told).contains(code).doesNotContain(key);
    assertThat(stored.toString()).doesNotContain(key);
    assertThat(uru.upstreamRequests(key)).hasSize(calls);
  }

  /** Everything that the client was told, as a problem or as a stream. */
  private static String told(Opened opened) {
    EventStream stream = opened.stream();
    return stream == null ? opened.body() : stream.awaitLast().data().toString();
  }

  @Test
  void givesUpAnUpstreamThatNeverAnswers() {
    String key = PracticeFault.TIMEOUT.key(UUID.randomUUID().toString());
    Question question = Question.first(conversation, "Hello", "gpt-4o");

    assertThat(told(user.tryAsk(question, key))).contains("provider_timeout");

    assertStored(question, "failed", "");
    awaitClosed(key);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void givesUpAnUpstreamWhosePacketsAreDropped() {
    String key = PracticeFault.SLOW.key(UUID.randomUUID().toString());
    Question question = Question.first(conversation, "Hello", "gpt-4o");
    EventStream stream = user.ask(question, key);
    stream.awaitText(40);

    uru.upstreamProxy().blackHole();

    JsonObject told = stream.awaitLast().data();
    assertThat(told.toString()).contains("provider_timeout");
    assertStored(question, "incomplete", stream.text());
    uru.upstreamProxy().heal();
    awaitClosed(key);
  }

  @Test
  void reportsAnUpstreamThatIsDown() {
    uru.upstreamProxy().down();
    Question question = Question.first(conversation, "Hello", "gpt-4o");

    assertThat(told(user.tryAsk(question, PracticeFault.FAST.key())))
        .contains("provider_unavailable");

    assertStored(question, "failed", "");
  }

  @Test
  void readsAnswersThatComeByteByByte() {
    Question question =
        Question.first(conversation, "Grüße, 日本 👋", "gpt-4o").withMaxTokens(TOKENS);
    String key = PracticeFault.FAST.key(UUID.randomUUID().toString());
    uru.upstreamProxy().slice(1, Duration.ZERO);

    EventStream stream = user.ask(question, key);

    assertThat(stream.awaitLast().name()).isEqualTo("incomplete");
    assertThat(stream.text()).contains("Grüße, 日本 👋");
    assertStored(question, "incomplete", stream.text());
  }

  @Test
  void keepsWhatCameWhereverTheStreamIsCut() {
    cutAtRandomPlaces(12);
  }

  @Test
  @Tag("long")
  void keepsWhatCameHoweverOftenStreamsAreCut() {
    cutAtRandomPlaces(300);
  }

  private void cutAtRandomPlaces(int times) {
    Chance chance = Chance.of(UpstreamFaultsIT.class);
    Question whole = cutQuestion();
    String text = user.ask(whole, PracticeFault.FAST.key()).awaitLast().data().toString();
    assertThat(text).contains("日本");
    String expected =
        user.message(whole.conversationId(), whole.assistantMessageId()).getString("text");
    for (int i = 0; i < times; i++) {
      int bytes = chance.below(ANSWER_BYTES);
      boolean reset = chance.below(2) == 0;
      uru.upstreamProxy().resetConnections();
      if (reset) {
        uru.upstreamProxy().resetAfter(bytes);
      } else {
        uru.upstreamProxy().cutAfter(bytes);
      }
      assertKeepsWhatCame(expected, "cut after " + bytes + (reset ? " by a reset" : ""));
      uru.upstreamProxy().heal();
    }
  }

  /** The same words in another conversation. */
  private Question cutQuestion() {
    return Question.first(user.newConversation("gpt-4o"), "Grüße, 日本 👋", "gpt-4o")
        .withMaxTokens(TOKENS);
  }

  private void assertKeepsWhatCame(String expected, String cut) {
    Question question = cutQuestion();
    Opened opened = user.tryAsk(question, PracticeFault.FAST.key());
    EventStream stream = opened.stream();
    String shown = "";
    if (stream == null) {
      assertThat(opened.status()).as("%s: %s", cut, opened.body()).isEqualTo(502);
    } else {
      stream.awaitLast();
      shown = stream.text();
    }
    JsonObject stored = user.message(question.conversationId(), question.assistantMessageId());
    assertThat(stored.getString("text")).as(cut).isEqualTo(shown);
    assertThat(expected).as(cut).startsWith(shown);
    assertThat(stored.getString("status"))
        .as(cut)
        .isEqualTo(shown.isEmpty() ? "failed" : "incomplete");
  }

  private void assertStored(Question question, String status, String text) {
    JsonObject stored = user.message(question.conversationId(), question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo(status);
    assertThat(stored.getString("text")).isEqualTo(text);
  }

  private void awaitClosed(String key) {
    Eventually.within(
        Duration.ofSeconds(3),
        "the upstream connection to close",
        () -> {
          List<JsonObject> requests = uru.upstreamRequests(key);
          return requests.get(0).getString("state").equals("closed-by-peer");
        });
  }
}
