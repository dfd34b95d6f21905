package com.uru.chatbot.generation.running;

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
 * Reads one answer from the model into an {@link ActiveGeneration}, and derives the final state of
 * the answer from how the stream ended.
 */
public final class GenerationRun {
  private static final Logger LOGGER = System.getLogger(GenerationRun.class.getName());

  /** In UTF-16 code units. Without larger ones the model reasons anew, which harms nothing. */
  private static final int MAX_PROVIDER_ITEMS = 1 << 20;

  private final ActiveGeneration generation;
  private final Runnable onFirstText;
  private volatile boolean hasText;
  private volatile @Nullable FinishReason finishReason;
  private volatile @Nullable TokenUsage usage;
  private volatile @Nullable String providerItems;

  /**
   * A run that has not begun.
   *
   * @param onFirstText is called once, when the first text of the answer has arrived; on the thread
   *     that received it, so it must not block
   */
  public GenerationRun(ActiveGeneration generation, Runnable onFirstText) {
    this.generation = generation;
    this.onFirstText = onFirstText;
  }

  /**
   * Calls the model and returns the answer in its final state, which completes when the model's
   * stream has ended or was stopped. Blocks until the stream has begun. The stage never fails; only
   * an {@link Error} is thrown.
   */
  public CompletionStage<Message> answer(Supplier<ChatModelCall> prepared) {
    return stream(prepared)
        .handle((end, failure) -> generation.logContext().call(() -> ended(problem(failure))));
  }

  private CompletionStage<Void> stream(Supplier<ChatModelCall> prepared) {
    try {
      return prepared.get().stream(this::receive);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /**
   * Returns what the provider wants back with an answer when the conversation goes on, or null if
   * nothing. An answer that was cut here has none: the items belong to the whole answer.
   */
  public @Nullable String providerItems(Message answer) {
    return switch (answer.status()) {
      case COMPLETED, INCOMPLETE -> providerItems;
      case STREAMING, STOPPED, INTERRUPTED, FAILED -> null;
    };
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
      if (!hasText) {
        hasText = true;
        onFirstText.run();
      }
    } else if (event instanceof ChatModelEvent.ReasoningDelta delta) {
      generation.appendReasoning(delta.text());
    } else if (event instanceof ChatModelEvent.ProviderItems items) {
      providerItems = items.json().length() <= MAX_PROVIDER_ITEMS ? items.json() : null;
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
    boolean hasText = hasText(answer);
    if (problem != null) {
      return broken(answer, hasText && isTransport(problem.code()), problem);
    }
    FinishReason reason = finishReason;
    if (reason == null) {
      return hasText
          ? answer.withStatus(MessageStatus.INCOMPLETE)
          : broken(answer, false, problem(ProblemCode.PROVIDER_UNAVAILABLE));
    }
    return finished(answer, reason);
  }

  private static Message finished(Message answer, FinishReason reason) {
    return switch (reason) {
      case STOP, REFUSAL -> answer.isEmpty() ? empty(answer) : answer;
      case LENGTH -> answer.withStatus(MessageStatus.INCOMPLETE);
      case CONTENT_FILTER -> broken(answer, hasText(answer), problem(ProblemCode.CONTENT_REFUSED));
      case TOOL_CALLS, OTHER ->
          answer.isEmpty() ? empty(answer) : answer.withStatus(MessageStatus.INCOMPLETE);
    };
  }

  private static boolean hasText(Message answer) {
    return !answer.text().isEmpty();
  }

  private static Message empty(Message answer) {
    return broken(answer, false, problem(ProblemCode.ANSWER_EMPTY));
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
