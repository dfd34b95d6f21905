package com.uru.chatbot.generation;

import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.capacity.StreamPermit;
import com.uru.chatbot.generation.event.EventPage;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.generation.node.GenerationNotices;
import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.running.GenerationProducer;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.store.EndGeneration;
import com.uru.chatbot.generation.store.GenerationQueries;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Starts, follows and stops generations. The question is committed before the model is called, and
 * the answer is committed before subscribers are told its end.
 */
@ApplicationScoped
public class GenerationService {
  private static final Logger LOGGER = System.getLogger(GenerationService.class.getName());
  private static final long MIN_RETRY_MILLIS = 200;
  private static final long MAX_RETRY_MILLIS = 5_000;
  private static final int SAVE_ATTEMPTS = 120;

  private CreateGeneration createGeneration;
  private EndGeneration endGeneration;
  private GenerationQueries queries;
  private ActiveGenerations activeGenerations;
  private GenerationNotices notices;
  private NodeDrain drain;
  private ModelProducers producers;
  private StreamLimits limits;
  private StreamExecutors executors;
  private UserEvents userEvents;
  private AnswerMetrics metrics;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationService() {}

  @Inject
  public GenerationService(
      CreateGeneration createGeneration,
      EndGeneration endGeneration,
      GenerationQueries queries,
      ActiveGenerations activeGenerations,
      GenerationNotices notices,
      NodeDrain drain,
      ModelProducers producers,
      StreamLimits limits,
      StreamExecutors executors,
      UserEvents userEvents,
      AnswerMetrics metrics,
      Clock clock) {
    this.createGeneration = createGeneration;
    this.endGeneration = endGeneration;
    this.queries = queries;
    this.activeGenerations = activeGenerations;
    this.notices = notices;
    this.drain = drain;
    this.producers = producers;
    this.limits = limits;
    this.executors = executors;
    this.userEvents = userEvents;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Starts a generation, or finds the one that the same request started before. Creates the
   * conversation with it if it does not exist and the request describes it.
   *
   * @param key is closed by the generation when it has ended, or here if none was started
   * @throws com.uru.chatbot.shared.DomainException if the request is refused; then nothing was
   *     saved
   */
  public StartedGeneration start(
      Caller caller, UUID conversationId, StartGeneration request, ProviderKey key) {
    long arrival = System.nanoTime();
    StreamPermit permit = null;
    try {
      permit = limits.acquire(caller);
      // After the permit: a drain that begins later waits until it is released.
      drain.requireServing();
      CreateGeneration.Outcome outcome = create(caller, conversationId, request);
      if (outcome instanceof CreateGeneration.Created created) {
        return new StartedGeneration(
            run(caller, created, permit, key, arrival), created.conversation());
      }
      permit.release();
      key.close();
      return new StartedGeneration(
          ((CreateGeneration.Existing) outcome).generation(), outcome.conversation());
    } catch (Exception refused) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      if (permit != null) {
        permit.release();
      }
      key.close();
      metrics.refused(refused);
      throw refused;
    }
  }

  /**
   * Begins once more after a conflict: a parallel request with the same ids may have created the
   * conversation in between. If another user has the id, the second attempt is refused as well.
   */
  private CreateGeneration.Outcome create(
      Caller caller, UUID conversationId, StartGeneration request) {
    try {
      return createGeneration.create(caller, conversationId, request);
    } catch (DomainException refused) {
      if (refused.code() != ProblemCode.ID_CONFLICT || request.conversation() == null) {
        throw refused;
      }
      return createGeneration.create(caller, conversationId, request);
    }
  }

  private Generation run(
      Caller caller,
      CreateGeneration.Created created,
      StreamPermit permit,
      ProviderKey key,
      long arrival) {
    AnswerMetrics.Meter meter = metrics.meter(created.model().id(), arrival);
    GenerationProducer producer = producers.producer(created, key, meter);
    ActiveGeneration generation = new ActiveGeneration(caller, created.started(), clock);
    generation.attach(producer);
    activeGenerations.add(generation);
    userEvents.publish(
        caller.tenantId(),
        caller.userId(),
        new UserEvent.GenerationStarted(generation.generation().id()));
    executors.run(
        permit, () -> generation.logContext().call(() -> generate(generation, producer, meter)));
    return generation.generation();
  }

  /**
   * Holds its thread until the answer streams. Whatever is thrown on the way, in the end the
   * producer is closed and the subscribers are notified.
   */
  private CompletionStage<Void> generate(
      ActiveGeneration generation, GenerationProducer producer, AnswerMetrics.Meter meter) {
    return CompletableFuture.completedStage(generation)
        .thenCompose(producer::produce)
        .thenAcceptAsync(
            answer -> generation.logContext().run(() -> end(generation, answer, meter)), executors)
        .whenComplete(
            (end, failure) -> {
              producer.close();
              generation.endAsInterrupted();
              activeGenerations.remove(generation);
            });
  }

  private void end(ActiveGeneration generation, FinalAnswer answer, AnswerMetrics.Meter meter) {
    meter.ended(answer.message());
    if (save(generation, answer)) {
      generation.end(answer.message());
    }
  }

  /**
   * Saves the final answer, and retries for about ten minutes while the database is away.
   *
   * @return whether it was saved
   */
  private boolean save(ActiveGeneration generation, FinalAnswer answer) {
    long delay = MIN_RETRY_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        endGeneration.byNode(generation.caller(), generation.generation(), answer);
        return true;
      } catch (Exception e) {
        if (attempt == SAVE_ATTEMPTS || !sleep(delay)) {
          LOGGER.log(
              Level.ERROR,
              "Generation "
                  + generation.generation().id()
                  + " could not be saved; its lease ends it",
              e);
          return false;
        }
        delay = Math.min(delay * 2, MAX_RETRY_MILLIS);
      }
    }
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The events of a generation, from memory where it runs, else from the database. */
  public GenerationFeed follow(Caller caller, UUID id) {
    Optional<ActiveGeneration> active = activeGenerations.find(caller, id);
    if (active.isPresent()) {
      return active.get();
    }
    return new StoredGeneration(queries, notices, drain, caller, queries.get(caller, id));
  }

  /**
   * Returns events of a generation that are there now, as many as fit into a page.
   *
   * @param after the position that the caller has
   * @param until the last position to return, {@code null} for no limit
   */
  public EventPage page(
      Caller caller, UUID id, EventPosition after, @Nullable EventPosition until) {
    Optional<ActiveGeneration> active = activeGenerations.find(caller, id);
    return active.isPresent()
        ? EventPage.read(active.get()::after, after, until)
        : queries.storedPage(caller, id, after, until);
  }

  /** A generation of the caller. */
  public Generation get(Caller caller, UUID id) {
    return queries.get(caller, id);
  }

  /** The caller's running generations, oldest first. */
  public List<Generation> running(Caller caller) {
    return queries.running(caller);
  }

  /**
   * Stops a generation wherever it runs; one that has ended stays as it is.
   *
   * @param seenLength how much of the text the user has seen, {@code null} to keep all that has
   *     arrived
   */
  public void stop(Caller caller, UUID id, @Nullable Integer seenLength) {
    endGeneration.requestStop(caller, id, seenLength);
    activeGenerations.find(caller, id).ifPresent(active -> active.stop(seenLength));
  }

  /** Stops what is running in a conversation, because it is about to be deleted. */
  public void stopAllIn(Caller caller, UUID conversationId) {
    running(caller).stream()
        .filter(generation -> generation.conversationId().equals(conversationId))
        .forEach(generation -> stop(caller, generation.id(), null));
  }
}
