package com.uru.chatbot.generation;

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
import com.uru.chatbot.generation.running.GenerationRun;
import com.uru.chatbot.generation.store.GenerationTransactions;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.generation.title.ConversationTitler;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
  private static final String NO_TITLE = "No title by a model this time";

  private GenerationTransactions transactions;
  private ActiveGenerations activeGenerations;
  private GenerationNotices notices;
  private NodeDrain drain;
  private ChatModel chatModel;
  private ConversationTitler titler;
  private StreamThreads threads;
  private UserEvents userEvents;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationService() {}

  @Inject
  public GenerationService(
      GenerationTransactions transactions,
      ActiveGenerations activeGenerations,
      GenerationNotices notices,
      NodeDrain drain,
      ChatModel chatModel,
      ConversationTitler titler,
      StreamThreads threads,
      UserEvents userEvents,
      Clock clock) {
    this.transactions = transactions;
    this.activeGenerations = activeGenerations;
    this.notices = notices;
    this.drain = drain;
    this.chatModel = chatModel;
    this.titler = titler;
    this.threads = threads;
    this.userEvents = userEvents;
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
    StreamThreads.Permit permit = null;
    try {
      permit = threads.acquire(caller);
      // After the reservation: a drain that has not been seen here waits for it.
      drain.requireServing();
      GenerationTransactions.Outcome outcome = create(caller, conversationId, request);
      if (outcome instanceof GenerationTransactions.Created created) {
        return new StartedGeneration(run(caller, created, permit, key), created.conversation());
      }
      permit.release();
      key.close();
      return new StartedGeneration(
          ((GenerationTransactions.Existing) outcome).generation(), outcome.conversation());
    } catch (Exception refused) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      if (permit != null) {
        permit.release();
      }
      key.close();
      throw refused;
    }
  }

  /**
   * Begins once more after a conflict: a parallel request with the same ids may have created the
   * conversation in between. If another user has the id, the second attempt is refused as well.
   */
  private GenerationTransactions.Outcome create(
      Caller caller, UUID conversationId, StartGeneration request) {
    try {
      return transactions.create(caller, conversationId, request);
    } catch (DomainException refused) {
      if (refused.code() != ProblemCode.ID_CONFLICT || request.conversation() == null) {
        throw refused;
      }
      return transactions.create(caller, conversationId, request);
    }
  }

  private Generation run(
      Caller caller,
      GenerationTransactions.Created created,
      StreamThreads.Permit permit,
      ProviderKey key) {
    ActiveGeneration generation = new ActiveGeneration(caller, created.started(), clock);
    activeGenerations.add(generation);
    userEvents.publish(
        caller.tenantId(),
        caller.userId(),
        new UserEvent.GenerationStarted(generation.generation().id()));
    permit.run(() -> generate(generation, created, key));
    return generation.generation();
  }

  /** Whatever is thrown on the way, in the end the key is wiped and the readers are told. */
  private CompletionStage<Void> generate(
      ActiveGeneration generation, GenerationTransactions.Created created, ProviderKey key) {
    return CompletableFuture.completedStage(created)
        .thenCompose(started -> answer(generation, started, key))
        .thenAcceptAsync(answer -> end(generation, answer), threads)
        .whenComplete(
            (end, failure) -> {
              key.close();
              generation.endAsInterrupted();
              activeGenerations.remove(generation);
            });
  }

  /** Holds its thread until the answer streams. */
  private CompletionStage<FinalAnswer> answer(
      ActiveGeneration generation, GenerationTransactions.Created created, ProviderKey key) {
    TitleRun titleRun = new TitleRun(generation, created, key);
    GenerationRun run = new GenerationRun(generation, titleRun::start);
    return run.answer(() -> chatModel.prepare(request(generation.caller(), created), key))
        .thenCompose(answer -> awaitTitle(titleRun, answer))
        .thenApply(answer -> new FinalAnswer(answer, generation.seal(), run.providerItems(answer)));
  }

  private void end(ActiveGeneration generation, FinalAnswer answer) {
    if (save(generation, answer)) {
      generation.end(answer.message());
    }
  }

  private static ChatRequest request(Caller caller, GenerationTransactions.Created created) {
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
        transactions.end(generation.caller(), generation.generation(), answer);
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

  /**
   * Asks a model for the title of a conversation beside its first answer. It starts with the first
   * text of the answer, so that a question that the provider refuses costs no title. It may fail or
   * come late without harm to the answer: then the conversation keeps the first words of the
   * question as its title.
   */
  private final class TitleRun {
    private final ActiveGeneration generation;
    private final GenerationTransactions.Created created;
    private final ProviderKey key;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean started;
    private boolean cancelled;
    private @Nullable ChatModelCall call;

    TitleRun(ActiveGeneration generation, GenerationTransactions.Created created, ProviderKey key) {
      this.generation = generation;
      this.created = created;
      this.key = key;
    }

    /** Starts the call on a thread of its own, if there is something to name and a free stream. */
    void start() {
      if (!created.needsTitle() || !titler.isEnabled()) {
        return;
      }
      try {
        threads.acquire(generation.caller()).run(this::run);
        started = true;
      } catch (RuntimeException busy) {
        LOGGER.log(Level.DEBUG, NO_TITLE, busy);
      }
    }

    private CompletionStage<Void> run() {
      return ask(titler.models().iterator())
          .thenAcceptAsync(title -> title.ifPresent(this::rename), threads)
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
              threads)
          .thenCompose(Function.identity());
    }

    private CompletionStage<Optional<String>> ask(Model model) {
      try {
        ChatModelCall prepared = titler.prepare(model, created.started().userMessage().text(), key);
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
      if (transactions.rename(generation.caller(), conversationId, title)) {
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

    CompletionStage<Void> endWithin(long seconds) {
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

  /** The events of a generation, from memory where it runs, else from the database. */
  public GenerationFeed follow(Caller caller, UUID id) {
    Optional<ActiveGeneration> active = activeGenerations.find(caller, id);
    if (active.isPresent()) {
      return active.get();
    }
    return new StoredGeneration(transactions, notices, drain, caller, transactions.get(caller, id));
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
        : transactions.storedPage(caller, id, after, until);
  }

  /** A generation of the caller. */
  public Generation get(Caller caller, UUID id) {
    return transactions.get(caller, id);
  }

  /** The caller's running generations, oldest first. */
  public List<Generation> running(Caller caller) {
    return transactions.running(caller);
  }

  /**
   * Stops a generation wherever it runs; one that has ended stays as it is.
   *
   * @param seenLength how much of the text the user has seen, {@code null} to keep all that has
   *     arrived
   */
  public void stop(Caller caller, UUID id, @Nullable Integer seenLength) {
    transactions.requestStop(caller, id, seenLength);
    activeGenerations.find(caller, id).ifPresent(active -> active.stop(seenLength));
  }

  /** Stops what is running in a conversation, because it is about to be deleted. */
  public void stopAllIn(Caller caller, UUID conversationId) {
    running(caller).stream()
        .filter(generation -> generation.conversationId().equals(conversationId))
        .forEach(generation -> stop(caller, generation.id(), null));
  }
}
