package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UruSystemExtension.class)
class ServerKilledIT {
  /** What a crash may cost, and the time that a test needs to act. */
  private static final Duration LOSS = Duration.ofMillis(600);

  private final UruSystem uru;

  ServerKilledIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void keepsTheTextOfAnAnswerAndCallsItInterrupted() throws SQLException {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    Question question = Question.first(conversation, "Tell me slowly", "gpt-4o");
    EventStream stream = user.ask(question, PracticeFault.SLOW.key("" + UUID.randomUUID()));
    stream.awaitText(120);

    Instant killedAt = Instant.now();
    uru.killServer();
    stream.awaitEnd();
    uru.startServer();

    user.get("/me").expect(200);
    Eventually.within(
        Duration.ofSeconds(30),
        "the reaper",
        () -> status(user, conversation, question).equals("interrupted"));
    String stored = message(user, conversation, question).getString("text");
    assertThat(stored).startsWith(textUntil(stream, killedAt.minus(LOSS)));
    assertThat(user.message(conversation, question.messageId()).getString("text"))
        .isEqualTo("Tell me slowly");
    assertThat(streamingRows()).isZero();

    EventStream replay = user.follow(question.generationId(), 0);
    assertThat(replay.awaitLast().name()).isEqualTo("interrupted");
    assertThat(replay.text()).isEqualTo(stored);

    Question next = Question.after(conversation, question.assistantMessageId(), "Go on", "gpt-4o");
    assertThat(user.ask(next, PracticeFault.FAST.key()).awaitLast().name()).isEqualTo("completed");
  }

  private static String textUntil(EventStream stream, Instant end) {
    StringBuilder text = new StringBuilder();
    for (Event event : stream.events()) {
      if (event.name().equals("delta") && event.at().isBefore(end)) {
        text.append(event.data().getString("text"));
      }
    }
    return text.toString();
  }

  private static String status(UruClient user, String conversation, Question question) {
    return message(user, conversation, question).getString("status");
  }

  private static JsonObject message(UruClient user, String conversation, Question question) {
    return user.message(conversation, question.assistantMessageId());
  }

  private long streamingRows() throws SQLException {
    try (Connection owner = uru.owner();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select (select count(*) from messages where status = 'streaming')"
                    + " + (select count(*) from generations where status = 'streaming')")) {
      row.next();
      return row.getLong(1);
    }
  }
}
