package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.HistoryChecker.Report;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of the server (promises R1 to R4). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class ServerKilledIT {
  private static final System.Logger LOGGER = System.getLogger(ServerKilledIT.class.getName());

  /** What a crash may cost of the text that was shown. */
  private static final Duration PROMISE = Duration.ofMillis(250);

  private static final Duration STREAMING_LIMIT = Duration.ofSeconds(15);
  private static final Duration ANY_MOMENT = Duration.ofSeconds(5);
  private static final int CLIENTS = 20;

  private final UruSystem uru;

  ServerKilledIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void leavesAnInterruptedAnswerThatCanBeReadAndGoneOnFrom() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    Question question = Question.first(conversation, "Tell me slowly", "gpt-4o");
    EventStream stream = user.ask(question, PracticeFault.SLOW.key("" + UUID.randomUUID()));
    stream.awaitText(120);

    uru.killServer();
    stream.awaitEnd();
    uru.startServer();

    user.get("/me").expect(200);
    awaitNothingStreaming();
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo("interrupted");
    EventStream replay = user.follow(question.generationId(), 0);
    assertThat(replay.awaitLast().name()).isEqualTo("interrupted");
    assertThat(replay.text()).isEqualTo(stored.getString("text")).isNotEmpty();

    Question next = Question.after(conversation, question.assistantMessageId(), "Go on", "gpt-4o");
    assertThat(user.ask(next, PracticeFault.FAST.key()).awaitLast().name()).isEqualTo("completed");
  }

  @Test
  void losesNothingAtAnyMoment() {
    killAtRandomMoments(2);
  }

  @Test
  @Tag("long")
  void losesNothingHoweverOften() {
    killAtRandomMoments(30);
  }

  private void killAtRandomMoments(int times) {
    Chance chance = Chance.of(ServerKilledIT.class);
    int acknowledged = 0;
    Duration longestLoss = Duration.ZERO;
    try (Askers askers = new Askers(uru, CLIENTS)) {
      for (int i = 1; i <= times; i++) {
        Report report = killOnce(askers, chance);
        assertThat(report.findings()).as("kill %d", i).isEmpty();
        acknowledged += report.acknowledged();
        if (report.longestLoss().compareTo(longestLoss) > 0) {
          longestLoss = report.longestLoss();
        }
        LOGGER.log(
            System.Logger.Level.INFO,
            "Kill {0}: {1} asked, {2} acknowledged, {3} resumed, {4} ms of shown text lost",
            i,
            report.exchanges(),
            report.acknowledged(),
            askers.resumed(),
            report.longestLoss().toMillis());
      }
    }
    assertThat(acknowledged).isGreaterThanOrEqualTo(times);
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} kills: {1} acknowledged, none lost or doubled; longest loss {2} ms",
        times,
        acknowledged,
        longestLoss.toMillis());
  }

  private Report killOnce(Askers askers, Chance chance) {
    uru.forgetUpstreamRequests();
    askers.start(PracticeFault.SLOW, PracticeFault.NONE);
    chance.pauseUpTo(ANY_MOMENT);
    Instant killedAt = Instant.now();
    uru.killServer();
    askers.broken(killedAt);
    askers.finish();
    uru.startServer();
    awaitNothingStreaming();
    askers.settle();
    return askers.check(PROMISE);
  }

  private void awaitNothingStreaming() {
    Eventually.within(
        STREAMING_LIMIT, "no row to be streaming any more", () -> uru.streamingRows() == 0);
  }
}
