package com.uru.chatbot.generation.title;

import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.capacity.StreamPermit;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.shared.ProblemCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model for the title of a conversation beside its first answer. It starts with the first
 * text of the answer, so that a question that the provider refuses costs no title. It may fail or
 * come late without harm to the answer: then the conversation keeps the first words of the question
 * as its title.
 */
public final class TitleRun {
  private static final Logger LOGGER = System.getLogger(TitleRun.class.getName());
  private static final String NO_TITLE = "No title by a model this time";

  private final Shared shared;
  private final ActiveGeneration generation;
  private final boolean needed;
  private final String question;
  private final ProviderKey key;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean started;
  private boolean cancelled;
  private @Nullable ChatModelCall call;

  /** What all requests for titles have in common. */
  public record Shared(
      ConversationTitler titler,
      ConversationService conversations,
      StreamLimits limits,
      StreamExecutors executors) {}

  /**
   * Prepares the request for a title.
   *
   * @param needed whether the conversation has no title yet
   * @param question whose title it is
   * @param key is used until the end of the request, and not closed
   */
  public TitleRun(
      Shared shared,
      ActiveGeneration generation,
      boolean needed,
      String question,
      ProviderKey key) {
    this.shared = shared;
    this.generation = generation;
    this.needed = needed;
    this.question = question;
    this.key = key;
  }

  /** Starts the call on a thread of its own, if there is something to name and a free stream. */
  public void start() {
    if (!needed || !shared.titler().isEnabled()) {
      return;
    }
    try {
      StreamPermit permit = shared.limits().acquire(generation.caller());
      shared.executors().run(permit, () -> generation.logContext().call(this::run));
      started = true;
    } catch (RuntimeException busy) {
      LOGGER.log(Level.DEBUG, NO_TITLE, busy);
    }
  }

  private CompletionStage<Void> run() {
    return ask(shared.titler().models(generation.caller()).iterator())
        .thenAcceptAsync(title -> title.ifPresent(this::rename), shared.executors())
        .handle(this::ended);
  }

  /** Asks the next model, and the one after it if the key cannot use it. */
  private CompletionStage<Optional<String>> ask(Iterator<Model> models) {
    return ask(models.next())
        .handleAsync(
            (title, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(title);
              }
              return models.hasNext() && isNotAvailable(failure)
                  ? ask(models)
                  : CompletableFuture.<Optional<String>>failedStage(failure);
            },
            shared.executors())
        .thenCompose(Function.identity());
  }

  private CompletionStage<Optional<String>> ask(Model model) {
    try {
      ChatModelCall prepared = shared.titler().prepare(model, question, key);
      return attach(prepared)
          ? ConversationTitler.ask(prepared)
          : CompletableFuture.completedStage(Optional.empty());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private static boolean isNotAvailable(Throwable failure) {
    return Failures.causeOf(failure) instanceof DomainException refused
        && refused.code() == ProblemCode.MODEL_NOT_AVAILABLE;
  }

  /** Attaches the call that {@link #cancel} cancels; returns false if that came first. */
  private synchronized boolean attach(ChatModelCall prepared) {
    call = prepared;
    return !cancelled;
  }

  private void rename(String title) {
    UUID conversationId = generation.generation().conversationId();
    if (shared.conversations().renameAutomatically(generation.caller(), conversationId, title)) {
      generation.title(title);
    }
  }

  private @Nullable Void ended(@Nullable Void end, @Nullable Throwable failure) {
    if (failure != null) {
      LOGGER.log(Level.DEBUG, NO_TITLE, failure);
    }
    done.complete(null);
    return null;
  }

  /**
   * Completes when the title has come or failed, or after this time, which then cancels the
   * request.
   */
  public CompletionStage<Void> endWithin(long seconds) {
    return started
        ? done.completeOnTimeout(null, seconds, TimeUnit.SECONDS).thenRun(this::cancel)
        : CompletableFuture.completedStage(null);
  }

  private synchronized void cancel() {
    cancelled = true;
    if (call != null) {
      call.cancel();
    }
  }
}
