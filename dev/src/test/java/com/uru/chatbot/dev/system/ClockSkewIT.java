package com.uru.chatbot.dev.system;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jwt.SignedJWT;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's clock differs from PostgreSQL's by minutes (fault T14); see {@link OtherClock}. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("faults")
class ClockSkewIT {
  private static final System.Logger LOGGER = System.getLogger(ClockSkewIT.class.getName());

  /** The lease of an answer, and the time until an expired lease is found. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final UruSystem uru;
  private boolean skewed;

  ClockSkewIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterAll
  void setTheClockRight() {
    if (skewed) {
      uru.killServer();
      uru.startServer();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, -5})
  void answersAndSavesWhateverTheClockSays(int minutes) {
    Map<String, String> clock = OtherClock.ahead(Duration.ofMinutes(minutes));
    skewed = true;
    uru.killServer();
    uru.startServer(clock);

    UruClient user = uru.newUser();
    assertClockDiffers(user, minutes);
    UruClient again = uru.signedIn(user.email(), UruSystem.PASSWORD);
    again.refresh().expect(200);
    again.get("/me").expect(200);

    String conversation = user.newConversation("gpt-4o");
    Question quick = Question.first(conversation, "Hello", "gpt-4o");
    assertThat(user.ask(quick, PracticeFault.FAST.key()).awaitLast().name()).isEqualTo("completed");
    Question slow =
        Question.after(conversation, quick.assistantMessageId(), "Tell me slowly", "gpt-4o");
    EventStream stream = user.ask(slow.withMaxTokens(200), PracticeFault.SLOW.key());
    Instant begun = stream.await("started").at();
    assertThat(stream.awaitLast().name()).isEqualTo("incomplete");
    Duration took = Duration.between(begun, Instant.now());
    assertThat(took).as("longer than a lease").isGreaterThan(LEASE);
    assertThat(text(user, slow)).isEqualTo(stream.text()).isNotEmpty();

    Question lost = Question.after(conversation, slow.assistantMessageId(), "Go on", "gpt-4o");
    user.ask(lost, PracticeFault.SLOW.key()).awaitText(100);
    uru.killServer();
    uru.startServer(clock);
    long ready = System.nanoTime();
    Eventually.within(LEASE, "no row to be streaming any more", () -> uru.streamingRows() == 0);
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} minutes: the lost answer was interrupted {1} ms after the server was ready",
        minutes,
        Duration.ofNanos(System.nanoTime() - ready).toMillis());

    user.refresh().expect(200);
    assertThat(text(user, lost)).isNotEmpty();
    assertThat(user.messages(conversation))
        .extracting(message -> message.getString("id"))
        .containsExactly(
            quick.messageId(),
            quick.assistantMessageId(),
            slow.messageId(),
            slow.assistantMessageId(),
            lost.messageId(),
            lost.assistantMessageId());
    assertThat(user.messages(conversation))
        .filteredOn(message -> message.getString("role").equals("assistant"))
        .extracting(message -> message.getString("status"))
        .containsExactly("completed", "incomplete", "interrupted");
    assertThat(durations(conversation)).hasSize(3).noneMatch(Duration::isNegative);
  }

  private static String text(UruClient user, Question question) {
    JsonObject answer = user.message(question.conversationId(), question.assistantMessageId());
    return answer.getString("text");
  }

  /** Or the test would show nothing. */
  private static void assertClockDiffers(UruClient user, int minutes) {
    try {
      Date issued = SignedJWT.parse(user.token()).getJWTClaimsSet().getIssueTime();
      assertThat(issued.toInstant())
          .isCloseTo(Instant.now().plus(Duration.ofMinutes(minutes)), within(30, SECONDS));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private List<Duration> durations(String conversation) {
    return uru.select(
        "select extract(epoch from ended_at - started_at) from generations"
            + " where conversation_id = cast(? as uuid)",
        row -> Duration.ofMillis((long) (row.getDouble(1) * 1000)),
        conversation);
  }
}
