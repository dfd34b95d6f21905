package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts, follows and stops generations. The order is the promise: the question is committed, then
 * the model is called, then the answer is committed, then its end is told.
 */
@ApplicationScoped
public class GenerationService {
  private static final Logger LOGGER = System.getLogger(GenerationService.class.getName());
  private static final long TITLE_SECONDS = 2;
  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LAST_RETRY_MILLIS = 5_000;
  private static final int SAVE_ATTEMPTS = 120;

  private GenerationLedger ledger;
  private ActiveGenerations activeGenerations;
  private GenerationNotices notices;
  private NodeDrain drain;
  private ChatModel chatModel;
  private ConversationTitler titler;
  private StreamThreads threads;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationService() {}

  @Inject
  public GenerationService(
      GenerationLedger ledger,
      ActiveGenerations activeGenerations,
      GenerationNotices notices,
      NodeDrain drain,
      ChatModel chatModel,
      ConversationTitler titler,
      StreamThreads threads) {
    this.ledger = ledger;
    this.activeGenerations = activeGenerations;
    this.notices = notices;
    this.drain = drain;
    this.chatModel = chatModel;
    this.titler = titler;
    this.threads = threads;
  }

  /**
   * Starts a generation, or finds the one that the same request started before.
   *
   * @param key is closed by the generation when it has ended, or here if none was started
   * @throws com.uru.chatbot.shared.DomainException if the request is refused; then nothing was
   *     saved
   */
  public Generation start(
      Caller caller, UUID conversationId, StartGeneration wish, ProviderKey key) {
    StreamThreads.Slot slot = null;
    try {
      slot = threads.reserve(caller);
      // After the reservation: a drain that has not been seen here waits for it.
      drain.requireServing();
      GenerationLedger.Outcome outcome = ledger.begin(caller, conversationId, wish);
      if (outcome instanceof GenerationLedger.Begun begun) {
        return run(caller, begun, slot, key);
      }
      slot.release();
      key.close();
      return ((GenerationLedger.Repeated) outcome).generation();
    } catch (Exception refused) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      if (slot != null) {
        slot.release();
      }
      key.close();
      throw refused;
    }
  }

  private Generation run(
      Caller caller, GenerationLedger.Begun begun, StreamThreads.Slot slot, ProviderKey key) {
    ActiveGeneration generation = new ActiveGeneration(caller, begun.started());
    activeGenerations.add(generation);
    slot.run(() -> generate(generation, begun, key));
    return generation.generation();
  }

  private void generate(
      ActiveGeneration generation, GenerationLedger.Begun begun, ProviderKey key) {
    try (key) {
      Titling titling = begun.namesConversation() ? startTitling(generation, begun, key) : null;
      Message answer =
          new GenerationRun(generation).answer(() -> chatModel.prepare(request(begun), key));
      if (titling != null) {
        titling.awaitOrCancel(isStopped(answer) ? 0 : TITLE_SECONDS);
      }
      if (save(generation, answer)) {
        generation.end(answer);
      }
    } finally {
      generation.giveUp();
      activeGenerations.remove(generation);
    }
  }

  /** Whoever stops an answer waits for nothing more. */
  private static boolean isStopped(Message answer) {
    return answer.status() == MessageStatus.STOPPED || answer.status() == MessageStatus.INTERRUPTED;
  }

  private static ChatRequest request(GenerationLedger.Begun begun) {
    List<ChatRequest.Turn> turns =
        begun.branch().stream()
            .filter(message -> !message.text().isEmpty())
            .map(GenerationService::turn)
            .toList();
    return new ChatRequest(
        begun.model().id(), begun.conversation().systemPrompt(), turns, begun.parameters());
  }

  private static ChatRequest.Turn turn(Message message) {
    return new ChatRequest.Turn(
        message.role() == MessageRole.USER
            ? ChatRequest.Speaker.USER
            : ChatRequest.Speaker.ASSISTANT,
        message.text());
  }

  /** Saves the end, however long the database is away; whether it succeeded. */
  private boolean save(ActiveGeneration generation, Message answer) {
    long pause = FIRST_RETRY_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        ledger.end(generation.caller(), generation.generation(), answer);
        return true;
      } catch (Exception e) {
        if (attempt == SAVE_ATTEMPTS || !pause(pause)) {
          LOGGER.log(
              Level.ERROR,
              "Generation "
                  + generation.generation().id()
                  + " could not be saved; its lease ends it",
              e);
          return false;
        }
        pause = Math.min(pause * 2, LAST_RETRY_MILLIS);
      }
    }
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A node without a thread to spare leaves the conversation its first words as a title. */
  private @Nullable Titling startTitling(
      ActiveGeneration generation, GenerationLedger.Begun begun, ProviderKey key) {
    try {
      Optional<ChatModelCall> call = titler.prepare(begun.started().userMessage().text(), key);
      if (call.isEmpty()) {
        return null;
      }
      Titling titling = new Titling(call.get());
      threads.reserve(generation.caller()).run(() -> titling.run(generation));
      return titling;
    } catch (DomainException busy) {
      return null;
    }
  }

  /**
   * The title being made beside the answer. It may fail, it may be late: the answer does not care.
   */
  private final class Titling {
    private final ChatModelCall call;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Titling(ChatModelCall call) {
      this.call = call;
    }

    void run(ActiveGeneration generation) {
      try {
        ConversationTitler.ask(call)
            .filter(
                title ->
                    ledger.rename(
                        generation.caller(), generation.generation().conversationId(), title))
            .ifPresent(generation::title);
      } catch (Exception e) {
        LOGGER.log(Level.DEBUG, "No title by a model this time", e);
      } finally {
        done.complete(null);
      }
    }

    void awaitOrCancel(long seconds) {
      try {
        done.get(seconds, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        call.cancel();
      } catch (InterruptedException e) {
        call.cancel();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The events of a generation, from memory where it runs, else from the database. */
  public GenerationFeed follow(Caller caller, UUID id) {
    Optional<ActiveGeneration> active = activeGenerations.find(caller, id);
    if (active.isPresent()) {
      return active.get();
    }
    ledger.get(caller, id);
    return new StoredGeneration(ledger, notices, drain, caller, id);
  }

  /** A generation of the caller. */
  public Generation get(Caller caller, UUID id) {
    return ledger.get(caller, id);
  }

  /** The caller's running generations, oldest first. */
  public List<Generation> running(Caller caller) {
    return ledger.running(caller);
  }

  /**
   * Stops a generation wherever it runs; one that has ended stays as it is.
   *
   * @param seenLength how much of the text the user has seen, {@code null} to keep all that has
   *     arrived
   */
  public void stop(Caller caller, UUID id, @Nullable Integer seenLength) {
    ledger.requestStop(caller, id, seenLength);
    activeGenerations.find(caller, id).ifPresent(active -> active.stop(seenLength));
  }

  /** Stops what is running in a conversation, because it is about to be deleted. */
  public void stopAllIn(Caller caller, UUID conversationId) {
    running(caller).stream()
        .filter(generation -> generation.conversationId().equals(conversationId))
        .forEach(generation -> stop(caller, generation.id(), null));
  }
}
