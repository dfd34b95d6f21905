package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.shared.ProblemCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer from the model into an {@link ActiveGeneration} and tells the final state that
 * came of it.
 */
final class GenerationRun {
  private static final Logger LOGGER = System.getLogger(GenerationRun.class.getName());

  private final ActiveGeneration generation;
  private volatile @Nullable FinishReason finishReason;
  private volatile @Nullable TokenUsage usage;

  GenerationRun(ActiveGeneration generation) {
    this.generation = generation;
  }

  /**
   * The answer as it is to be saved; known when the model's stream has ended or was stopped. Blocks
   * until the stream has begun. Only an {@link Error} is thrown; it never fails.
   */
  CompletionStage<Message> answer(Supplier<ChatModelCall> prepared) {
    return stream(prepared).handle((end, failure) -> ended(problem(failure)));
  }

  private CompletionStage<Void> stream(Supplier<ChatModelCall> prepared) {
    try {
      ChatModelCall call = prepared.get();
      generation.attachCall(call);
      return call.stream(this::receive);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private @Nullable MessageProblem problem(@Nullable Throwable failure) {
    Throwable cause = Failures.causeOf(failure);
    if (cause == null) {
      return null;
    }
    if (cause instanceof DomainException refused) {
      return MessageProblem.of(refused);
    }
    LOGGER.log(
        Level.ERROR, "Generation " + generation.generation().id() + " failed unexpectedly", cause);
    return problem(ProblemCode.INTERNAL_ERROR);
  }

  private void receive(ChatModelEvent event) {
    if (event instanceof ChatModelEvent.TextDelta delta) {
      generation.append(delta.text());
    } else if (event instanceof ChatModelEvent.Finished finished) {
      finishReason = finished.reason();
    } else if (event instanceof ChatModelEvent.Used used) {
      usage = used.usage();
    }
  }

  private Message ended(@Nullable MessageProblem problem) {
    Message answer =
        generation
            .assistantMessage()
            .ended(generation.finalParts(), MessageStatus.COMPLETED)
            .withBill(finishReason, usage);
    if (generation.interrupted()) {
      return answer.withStatus(MessageStatus.INTERRUPTED);
    }
    if (generation.stopRequested()) {
      return answer.withStatus(MessageStatus.STOPPED);
    }
    boolean hasText = !answer.text().isEmpty();
    if (problem != null) {
      return broken(answer, hasText && isTransport(problem.code()), problem);
    }
    if (finishReason == FinishReason.STOP) {
      return answer;
    }
    if (finishReason == FinishReason.CONTENT_FILTER) {
      return broken(answer, hasText, problem(ProblemCode.CONTENT_REFUSED));
    }
    if (finishReason == null && !hasText) {
      return broken(answer, false, problem(ProblemCode.PROVIDER_UNAVAILABLE));
    }
    return answer.withStatus(MessageStatus.INCOMPLETE);
  }

  private static Message broken(Message answer, boolean incomplete, MessageProblem problem) {
    return answer
        .withStatus(incomplete ? MessageStatus.INCOMPLETE : MessageStatus.FAILED)
        .withProblem(problem);
  }

  private static boolean isTransport(ProblemCode code) {
    return code == ProblemCode.PROVIDER_UNAVAILABLE || code == ProblemCode.PROVIDER_TIMEOUT;
  }

  private static MessageProblem problem(ProblemCode code) {
    return new MessageProblem(code, code.title(), Map.of());
  }
}
