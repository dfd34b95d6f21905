package com.uru.chatbot.generation.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.ScriptedCall;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenerationRunTest {
  private final ActiveGeneration generation = Fixtures.activeGeneration();
  private final AtomicInteger texts = new AtomicInteger();

  private Message answer(ScriptedCall call) {
    return new GenerationRun(generation, texts::incrementAndGet)
        .answer(() -> call)
        .toCompletableFuture()
        .join();
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
  void keepsTheReasoningOfACompletedAnswer() {
    Message answer =
        answer(new ScriptedCall().thinks("H").thinks("m").says("So.").finishes(FinishReason.STOP));

    assertThat(answer.parts())
        .containsExactly(new MessagePart.Reasoning("Hm", 1), new MessagePart.Text("So."));
    assertThat(answer.text()).isEqualTo("So.");
  }

  @Test
  void keepsTheReasoningWhateverTheEnd() {
    MessagePart reasoning = new MessagePart.Reasoning("Hm", 1);

    assertThat(
            answer(
                    new ScriptedCall()
                        .thinks("Hm")
                        .fails(new DomainException(ProblemCode.PROVIDER_TIMEOUT)))
                .parts())
        .containsExactly(reasoning);
    assertThat(
            new GenerationRun(Fixtures.activeGeneration(), () -> {})
                .answer(() -> new ScriptedCall().thinks("Hm").finishes(FinishReason.LENGTH))
                .toCompletableFuture()
                .join()
                .parts())
        .containsExactly(reasoning);
    ActiveGeneration stopped = Fixtures.activeGeneration();
    ScriptedCall call = new ScriptedCall().thinks("Hm").thenWaitsForCancel();
    CompletionStage<Message> answer = new GenerationRun(stopped, () -> {}).answer(() -> call);
    stopped.stop(0);
    call.cancel();
    assertThat(answer.toCompletableFuture().join().parts()).containsExactly(reasoning);
  }

  @Test
  void failsWhenTheModelIsDoneWithoutAnythingToShow() {
    Message answer = answer(new ScriptedCall().finishes(FinishReason.STOP));

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(answer.problem()).isNotNull();
    assertThat(answer.problem().code()).isEqualTo(ProblemCode.ANSWER_EMPTY);
  }

  @Test
  void completesWithReasoningAlone() {
    assertThat(answer(new ScriptedCall().thinks("Hm").finishes(FinishReason.STOP)).status())
        .isEqualTo(MessageStatus.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOOL_CALLS", "OTHER"})
  void isIncompleteOrEmptyForAnyOtherReason(FinishReason reason) {
    Message some = answer(new ScriptedCall().says("Let me look").finishes(reason));
    Message none =
        new GenerationRun(Fixtures.activeGeneration(), () -> {})
            .answer(() -> new ScriptedCall().finishes(reason))
            .toCompletableFuture()
            .join();

    assertThat(some.status()).isEqualTo(MessageStatus.INCOMPLETE);
    assertThat(some.finishReason()).isEqualTo(reason);
    assertThat(none.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(none.finishReason()).isEqualTo(reason);
    assertThat(none.problem()).isNotNull();
    assertThat(none.problem().code()).isEqualTo(ProblemCode.ANSWER_EMPTY);
  }

  @Test
  void keepsProviderItemsOnlyWithAnAnswerThatIsWhole() {
    GenerationRun run = new GenerationRun(generation, texts::incrementAndGet);
    Message whole =
        run.answer(
                () -> new ScriptedCall().says("So.").wantsBack("[1]").finishes(FinishReason.STOP))
            .toCompletableFuture()
            .join();

    assertThat(run.providerItems(whole)).isEqualTo("[1]");
    assertThat(run.providerItems(whole.withStatus(MessageStatus.STOPPED))).isNull();
  }

  @Test
  void callsOnceWhenTheFirstTextHasCome() {
    answer(new ScriptedCall().thinks("Hm"));
    assertThat(texts).hasValue(0);

    answer(new ScriptedCall().thinks("Hm").says("One").says(" two").finishes(FinishReason.STOP));
    assertThat(texts).hasValue(1);
  }

  @Test
  void isStoppedByItsUser() {
    generation.stop(null);

    assertThat(answer(new ScriptedCall()).status()).isEqualTo(MessageStatus.STOPPED);
  }

  @Test
  void isInterruptedByTheEndOfItsNode() {
    generation.interrupt();

    assertThat(answer(new ScriptedCall()).status()).isEqualTo(MessageStatus.INTERRUPTED);
  }
}
