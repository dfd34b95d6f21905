package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.conversation.InMemoryConversations;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.event.EventPage;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.generation.node.GenerationNotices;
import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.store.EndGeneration;
import com.uru.chatbot.generation.store.GenerationQueries;
import com.uru.chatbot.generation.store.InMemoryGenerations;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.Budgets;
import com.uru.chatbot.usage.InMemoryBudgets;
import com.uru.chatbot.usage.InMemoryRateLimiter;
import com.uru.chatbot.usage.InMemoryStorage;
import com.uru.chatbot.usage.InMemoryUsageLedger;
import com.uru.chatbot.usage.RateLimits;
import com.uru.chatbot.usage.Storage;
import com.uru.chatbot.usage.UsageRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredGenerationTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());
  private final CurrentSettings settings = new InMemorySettings().current();
  private final TenantModels models =
      new TenantModels(ModelCatalog.builtIn(Clock.systemUTC()), settings);
  private final Clock clock = Clock.systemUTC();
  private final Storage storage = InMemoryStorage.empty(settings, clock);
  private final AtomicInteger looks = new AtomicInteger();
  private final InMemoryConversations store = new InMemoryConversations();
  private final GenerationNotices notices = new GenerationNotices();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final NodeDrain drain =
      new NodeDrain(
          new ActiveGenerations(),
          new StreamLimits(1, 1, 1),
          notices,
          () -> Duration.ofSeconds(30),
          () -> Duration.ZERO);
  private Runnable beforeLook = () -> {};

  private final InMemoryGenerations generations = new InMemoryGenerations();
  private final ActiveGenerations active = new ActiveGenerations();
  private final InMemoryUsageLedger usageLedger = new InMemoryUsageLedger();
  private final CreateGeneration creating =
      new CreateGeneration(
          store,
          generations,
          models,
          settings,
          active,
          new InMemoryRateLimiter(),
          new RateLimits(60, 1, 10, 10),
          new Budgets(settings, new InMemoryBudgets(), usageLedger, clock),
          storage,
          clock);
  private final UsageRecorder usage =
      new UsageRecorder(usageLedger, ModelCatalog.builtIn(clock), clock);
  private final EndGeneration ending = new EndGeneration(store, generations, active, usage);

  /** Counts how often the database is asked, and lets a test act right before. */
  private final GenerationQueries queries =
      new GenerationQueries(store, generations) {
        @Override
        public List<GenerationEvent> storedEvents(Caller caller, UUID id, EventPosition position) {
          looks.incrementAndGet();
          List<GenerationEvent> events = super.storedEvents(caller, id, position);
          beforeLook.run();
          return events;
        }
      };

  private final Conversation conversation =
      new ConversationService(store, models, settings, storage, clock)
          .create(ada, new CreateConversation(null, null, "gpt-4o", null));
  private final CreateGeneration.Created created =
      (CreateGeneration.Created)
          creating.create(
              ada,
              conversation.id(),
              new StartGeneration(
                  UUID.randomUUID(),
                  new StartGeneration.NewMessage(UUID.randomUUID(), null, "Anybody there?"),
                  null,
                  UUID.randomUUID(),
                  null,
                  ChatRequest.Parameters.DEFAULTS,
                  null));
  private final UUID id = created.started().generation().id();
  private final StoredGeneration feed =
      new StoredGeneration(queries, notices, drain, ada, created.started().generation());

  private void end() {
    Message answer = created.started().assistantMessage();
    ending.byNode(
        ada,
        created.started().generation(),
        new FinalAnswer(
            answer.ended("Yes.", MessageStatus.COMPLETED), LogOutline.ofText("Yes."), null));
  }

  private CompletableFuture<List<GenerationEvent>> waiting() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return feed.after(EventPosition.AFTER_STARTED, LONG);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        executor);
  }

  @AfterEach
  void endThreads() {
    executor.shutdownNow();
  }

  @Test
  void missesNoNoticeThatComesBetweenItsLookAndItsWait() throws InterruptedException {
    notices.setConnected(true);
    beforeLook =
        () -> {
          if (looks.get() == 1) {
            end();
            notices.publish(Set.of(id));
          }
        };

    long begin = System.nanoTime();
    List<GenerationEvent> events = feed.after(EventPosition.AFTER_STARTED, LONG);

    assertThat(events).hasSize(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(notices.pollInterval());
  }

  @Test
  void beginsBeforeTheEndAtItsLastPosition() {
    assertThat(feed.last()).isEqualTo(EventPosition.AFTER_STARTED);

    end();

    assertThat(feed.last()).isEqualTo(new EventPosition(1, 4));
    assertThat(feed.after(feed.last())).singleElement().isInstanceOf(GenerationEvent.Ended.class);
  }

  @Test
  void readsPagesFromTheDatabase() {
    end();
    EventPosition middle = new EventPosition(1, 2);

    EventPage first = queries.storedPage(ada, id, EventPosition.START, middle);
    EventPage second = queries.storedPage(ada, id, middle, null);

    assertThat(first.ended()).isFalse();
    assertThat(first.events().get(1)).isEqualTo(new GenerationEvent.Delta(middle, "Ye", false));
    assertThat(second.ended()).isTrue();
    assertThat(second.events().get(0))
        .isEqualTo(new GenerationEvent.Delta(new EventPosition(1, 4), "s.", false));
  }

  @Test
  void looksAgainWhenTheNoticeGotLost() throws InterruptedException {
    notices.setConnected(true);
    beforeLook =
        () -> {
          if (looks.get() == 1) {
            end();
          }
        };

    assertThat(feed.after(EventPosition.AFTER_STARTED, LONG)).hasSize(2);
    assertThat(looks).hasValue(2);
  }

  @Test
  void looksMoreOftenWithoutNoticesButKeepsItsPatience() throws InterruptedException {
    assertThat(feed.after(EventPosition.AFTER_STARTED, Duration.ofMillis(600))).isEmpty();

    assertThat(looks.get()).isBetween(2, 4);
  }

  @Test
  void isNotWokenByNoticesOfOtherGenerations() throws InterruptedException {
    notices.setConnected(true);
    beforeLook = () -> notices.publish(Set.of(UUID.randomUUID()));

    assertThat(feed.after(EventPosition.AFTER_STARTED, Duration.ofMillis(300))).isEmpty();

    assertThat(looks).hasValue(2);
  }

  @Test
  void looksAtOnceWhenNoticesBeginOrCease() {
    notices.setConnected(true);
    CompletableFuture<List<GenerationEvent>> events = waiting();
    end();
    notices.setConnected(false);

    assertThat(events).succeedsWithin(LONG).satisfies(seen -> assertThat(seen).hasSize(2));
  }

  @Test
  void sendsItsReaderToAnotherNodeWhenThisOneIsDrained() throws InterruptedException {
    notices.setConnected(true);
    CompletableFuture<List<GenerationEvent>> events = waiting();

    drain.drain();

    assertThat(events)
        .failsWithin(LONG)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void stillTellsWhatThereIsOnADrainedNode() throws InterruptedException {
    drain.drain();

    assertThat(feed.after(EventPosition.START, LONG)).hasSize(1);
    end();
    assertThat(feed.after(EventPosition.AFTER_STARTED, LONG)).hasSize(2);
  }
}
