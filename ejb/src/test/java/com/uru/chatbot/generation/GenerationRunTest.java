package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerationRunTest {
  private final ActiveGeneration generation = Fixtures.activeGeneration();

  private Message answer(ScriptedCall call) {
    return new GenerationRun(generation).answer(() -> call).toCompletableFuture().join();
  }

  @Test
  void completesWhenTheModelSaysThatItIsDone() {
    TokenUsage usage = new TokenUsage(10, 4, 2, 5, 3);

    Message answer =
        answer(
            new ScriptedCall().says("All").says(" done").finishes(FinishReason.STOP).bills(usage));

    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETED);
    assertThat(answer.text()).isEqualTo("All done");
    assertThat(answer.usage()).isEqualTo(usage);
  }

  @Test
  void isIncompleteAtTheOutputLimit() {
    Message answer = answer(new ScriptedCall().says("Half").finishes(FinishReason.LENGTH));

    assertThat(answer.status()).isEqualTo(MessageStatus.INCOMPLETE);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void isIncompleteWhenTheStreamEndsWithoutAReason() {
    Message answer = answer(new ScriptedCall().says("Cut o"));

    assertThat(answer.status()).isEqualTo(MessageStatus.INCOMPLETE);
    assertThat(answer.text()).isEqualTo("Cut o");
  }

  @Test
  void isIncompleteWithItsProblemWhenTheStreamBreaks() {
    Message answer =
        answer(
            new ScriptedCall()
                .says("Some")
                .fails(new DomainException(ProblemCode.PROVIDER_UNAVAILABLE)));

    assertThat(answer.status()).isEqualTo(MessageStatus.INCOMPLETE);
    assertThat(answer.problem()).isNotNull();
  }

  @Test
  void failsWhenTheProviderRefuses() {
    Message answer =
        answer(
            new ScriptedCall()
                .fails(
                    new DomainException(
                        ProblemCode.PROVIDER_RATE_LIMITED,
                        "Slow down",
                        Map.of(),
                        Duration.ofSeconds(20))));

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(answer.problem()).isNotNull();
    assertThat(answer.problem().code()).isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
    assertThat(answer.problem().members()).containsEntry("retryAfter", 20L);
    assertThat(answer.problem().toException("generationId", "g").retryAfter())
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void failsWhenNothingCameAtAll() {
    Message answer = answer(new ScriptedCall());

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
  }

  @Test
  void tellsARefusalByTheContentFilter() {
    Message answer = answer(new ScriptedCall().finishes(FinishReason.CONTENT_FILTER));

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(answer.problem()).isNotNull();
    assertThat(answer.problem().code()).isEqualTo(ProblemCode.CONTENT_REFUSED);
  }

  @Test
  void survivesAnUnexpectedFailureWithItsText() {
    Message answer =
        answer(new ScriptedCall().says("So far").fails(new IllegalStateException("bug")));

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(answer.text()).isEqualTo("So far");
    assertThat(answer.problem()).isNotNull();
    assertThat(answer.problem().code()).isEqualTo(ProblemCode.INTERNAL_ERROR);
  }

  @Test
  void isStoppedByItsUser() {
    generation.stop(null);

    assertThat(answer(new ScriptedCall().thenWaitsForCancel()).status())
        .isEqualTo(MessageStatus.STOPPED);
  }

  @Test
  void isInterruptedByTheEndOfItsNode() {
    generation.interrupt();

    assertThat(answer(new ScriptedCall().thenWaitsForCancel()).status())
        .isEqualTo(MessageStatus.INTERRUPTED);
  }
}
