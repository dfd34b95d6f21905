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
      generation.callsOn(call);
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
    String text = generation.finalText();
    if (generation.interrupted()) {
      return message(text, MessageStatus.INTERRUPTED, null);
    }
    if (generation.stopRequested()) {
      return message(text, MessageStatus.STOPPED, null);
    }
    if (problem != null) {
      boolean brokenOff = !text.isEmpty() && isTransport(problem.code());
      return message(text, brokenOff ? MessageStatus.INCOMPLETE : MessageStatus.FAILED, problem);
    }
    if (finishReason == FinishReason.STOP) {
      return message(text, MessageStatus.COMPLETED, null);
    }
    if (finishReason == FinishReason.CONTENT_FILTER) {
      return message(
          text,
          text.isEmpty() ? MessageStatus.FAILED : MessageStatus.INCOMPLETE,
          problem(ProblemCode.CONTENT_REFUSED));
    }
    if (finishReason == null && text.isEmpty()) {
      return message(text, MessageStatus.FAILED, problem(ProblemCode.PROVIDER_UNAVAILABLE));
    }
    return message(text, MessageStatus.INCOMPLETE, null);
  }

  private static boolean isTransport(ProblemCode code) {
    return code == ProblemCode.PROVIDER_UNAVAILABLE || code == ProblemCode.PROVIDER_TIMEOUT;
  }

  private Message message(String text, MessageStatus status, @Nullable MessageProblem problem) {
    return generation.assistantMessage().ended(text, status, finishReason, usage, problem);
  }

  private static MessageProblem problem(ProblemCode code) {
    return new MessageProblem(code, code.title(), Map.of());
  }
}
