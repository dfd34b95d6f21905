package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much at a time one user may take, and that nobody else pays for it. */
@ExtendWith(UruSystemExtension.class)
class StreamLimitsIT {
  private final UruSystem uru;

  StreamLimitsIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void refusesAUserWhoHasTooManyAnswersAtATimeUntilOneIsStopped() {
    UruClient greedy = uru.newUser();
    Deque<String> running = new ArrayDeque<>();
    Answer refusal = null;
    while (refusal == null && running.size() < 100) {
      Question question = Question.first(greedy.newConversation("gpt-4o"), "Hello", "gpt-4o");
      Answer answer = start(greedy, question);
      if (answer.status() == 202) {
        running.add(question.generationId());
      } else {
        refusal = answer;
      }
    }

    assertThat(refusal).isNotNull();
    refusal.expectProblem(429, "too_many_streams");
    assertThat(refusal.json().getString("action")).isNotBlank();
    assertThat(refusal.header("Retry-After")).isNotBlank();
    assertThat(refusal.header("RateLimit-Limit")).isEqualTo("40");
    UruClient other = uru.newUser();
    Question question = Question.first(other.newConversation("gpt-4o"), "Hello", "gpt-4o");
    assertThat(other.ask(question, PracticeFault.FAST.key()).awaitLast().name())
        .isEqualTo("completed");

    greedy.stop(running.remove());

    Eventually.within(
        Duration.ofSeconds(10),
        "room for another answer",
        () -> {
          Question next = Question.first(greedy.newConversation("gpt-4o"), "Hello", "gpt-4o");
          running.add(next.generationId());
          return start(greedy, next).status() == 202;
        });
    running.forEach(greedy::stop);
  }

  private static Answer start(UruClient user, Question question) {
    return user.send(
        "POST",
        "/conversations/" + question.conversationId() + "/generations",
        question.toJson().toString(),
        Map.of("Uru-Provider-Key", PracticeFault.SLOW.key(), "Accept", "application/json"));
  }
}
