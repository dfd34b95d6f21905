package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.capacity.StreamThreads;
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
import com.uru.chatbot.generation.running.GenerationRun;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.store.EndGeneration;
import com.uru.chatbot.generation.store.GenerationQueries;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.generation.title.ConversationTitler;
import com.uru.chatbot.generation.title.TitleRun;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.RequestDigest;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Starts, follows and stops generations. The order is the promise: the question is committed, then
 * the model is called, then the answer is committed, then its end is told.
 */
@ApplicationScoped
public class GenerationService {
  private static final Logger LOGGER = System.getLogger(GenerationService.class.getName());
  private static final long TITLE_SECONDS = 2;
  private static final long MIN_RETRY_MILLIS = 200;
  private static final long MAX_RETRY_MILLIS = 5_000;
  private static final int SAVE_ATTEMPTS = 120;

  private CreateGeneration createGeneration;
  private EndGeneration endGeneration;
  private GenerationQueries queries;
  private ConversationService conversations;
  private ActiveGenerations activeGenerations;
  private GenerationNotices notices;
  private NodeDrain drain;
  private ChatModel chatModel;
  private ConversationTitler titler;
  private StreamThreads threads;
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
      ConversationService conversations,
      ActiveGenerations activeGenerations,
      GenerationNotices notices,
      NodeDrain drain,
      ChatModel chatModel,
      ConversationTitler titler,
      StreamThreads threads,
      UserEvents userEvents,
      AnswerMetrics metrics,
      Clock clock) {
    this.createGeneration = createGeneration;
    this.endGeneration = endGeneration;
    this.queries = queries;
    this.conversations = conversations;
    this.activeGenerations = activeGenerations;
    this.notices = notices;
    this.drain = drain;
    this.chatModel = chatModel;
    this.titler = titler;
    this.threads = threads;
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
    StreamThreads.Permit permit = null;
    try {
      permit = threads.acquire(caller);
      // After the reservation: a drain that has not been seen here waits for it.
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
      StreamThreads.Permit permit,
      ProviderKey key,
      long arrival) {
    AnswerMetrics.Meter meter = metrics.meter(created.model().id(), arrival);
    ActiveGeneration generation = new ActiveGeneration(caller, created.started(), clock);
    activeGenerations.add(generation);
    userEvents.publish(
        caller.tenantId(),
        caller.userId(),
        new UserEvent.GenerationStarted(generation.generation().id()));
    permit.run(() -> generation.logContext().call(() -> generate(generation, created, key, meter)));
    return generation.generation();
  }

  /** Whatever is thrown on the way, in the end the key is wiped and the readers are told. */
  private CompletionStage<Void> generate(
      ActiveGeneration generation,
      CreateGeneration.Created created,
      ProviderKey key,
      AnswerMetrics.Meter meter) {
    return CompletableFuture.completedStage(created)
        .thenCompose(started -> answer(generation, started, key, meter))
        .thenAcceptAsync(
            answer -> generation.logContext().run(() -> end(generation, answer, meter)), threads)
        .whenComplete(
            (end, failure) -> {
              key.close();
              generation.endAsInterrupted();
              activeGenerations.remove(generation);
            });
  }

  /** Holds its thread until the answer streams. */
  private CompletionStage<FinalAnswer> answer(
      ActiveGeneration generation,
      CreateGeneration.Created created,
      ProviderKey key,
      AnswerMetrics.Meter meter) {
    TitleRun titleRun =
        new TitleRun(
            titler,
            conversations,
            threads,
            generation,
            created.needsTitle(),
            created.started().userMessage().text(),
            key);
    Runnable onFirstText =
        () -> {
          meter.firstText();
          titleRun.start();
        };
    GenerationRun run = new GenerationRun(generation, onFirstText);
    return run.answer(
            () -> {
              meter.calling();
              return chatModel.prepare(request(generation.caller(), created), key);
            })
        .thenCompose(answer -> awaitTitle(titleRun, answer))
        .thenApply(answer -> new FinalAnswer(answer, generation.seal(), run.providerItems(answer)));
  }

  private void end(ActiveGeneration generation, FinalAnswer answer, AnswerMetrics.Meter meter) {
    meter.ended(answer.message());
    if (save(generation, answer)) {
      generation.end(answer.message());
    }
  }

  private static ChatRequest request(Caller caller, CreateGeneration.Created created) {
    UUID conversationId = created.started().generation().conversationId();
    return new ChatRequest(
        created.model().id(),
        created.turns(),
        created.parameters(),
        new ChatRequest.Origin(
            pseudonym(caller.tenantId(), conversationId),
            pseudonym(caller.tenantId(), caller.userId())));
  }

  private static String pseudonym(UUID tenantId, UUID id) {
    return HexFormat.of().formatHex(RequestDigest.of(tenantId, id));
  }

  /** Saves the end, however long the database is away; whether it succeeded. */
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

  /** Returns the answer once its end may be told. A stopped answer does not wait for its title. */
  private static CompletionStage<Message> awaitTitle(TitleRun titleRun, Message answer) {
    boolean stopped =
        answer.status() == MessageStatus.STOPPED || answer.status() == MessageStatus.INTERRUPTED;
    return titleRun.endWithin(stopped ? 0 : TITLE_SECONDS).thenApply(end -> answer);
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
