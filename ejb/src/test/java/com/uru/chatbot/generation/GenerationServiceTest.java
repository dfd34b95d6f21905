package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationPatch;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.conversation.InMemoryConversations;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.generation.node.GenerationNotices;
import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.store.EndGeneration;
import com.uru.chatbot.generation.store.GenerationQueries;
import com.uru.chatbot.generation.store.InMemoryGenerations;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.generation.title.ConversationTitler;
import com.uru.chatbot.metrics.RecordedMetrics;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.settings.TenantSettings;
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
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import jakarta.json.Json;
import jakarta.transaction.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationServiceTest {
  /** Answers with the scripts of the test, in order, and remembers what it was asked. */
  private static final class ScriptedModel implements ChatModel {
    private final Queue<ScriptedCall> answers = new ConcurrentLinkedQueue<>();
    private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Error breaksWith;

    @Override
    public ChatModelCall prepare(ChatRequest request, ProviderKey key) {
      if (breaksWith != null) {
        throw breaksWith;
      }
      key.authorization();
      asked.add(request);
      return answers.remove();
    }
  }

  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(ada.tenantId(), UUID.randomUUID());
  private final ScriptedModel model = new ScriptedModel();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final ModelCatalog catalog = ModelCatalog.builtIn(Clock.systemUTC());
  private final InMemorySettings stored = new InMemorySettings();
  private final CurrentSettings settings = stored.current();
  private final TenantModels models = new TenantModels(catalog, settings);
  private final Clock clock = Clock.systemUTC();
  private final Storage storage = InMemoryStorage.empty(settings, clock);
  private final InMemoryConversations store = new InMemoryConversations();
  private final ConversationService conversations =
      new ConversationService(store, models, settings, storage, clock);
  private final InMemoryUsageLedger usageLedger = new InMemoryUsageLedger();
  private final UsageRecorder usage = new UsageRecorder(usageLedger, catalog, clock);
  private final RateLimits rateLimits = new RateLimits(60, 1, 10, 10);
  private final InMemoryRateLimiter rateLimiter = new InMemoryRateLimiter();
  private final Budgets budgets = new Budgets(settings, new InMemoryBudgets(), usageLedger, clock);
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ActiveGenerations active = new ActiveGenerations();
  private final StreamLimits limits = new StreamLimits(8, 8, 8);
  private final StreamExecutors executors = new StreamExecutors(executor);
  private final GenerationNotices notices = new GenerationNotices();
  private final UserEvents userEvents = new UserEvents();
  private final NodeDrain drain = drain(Duration.ofSeconds(30), Duration.ZERO);
  private final InMemoryGenerations generations = new InMemoryGenerations();
  private final GenerationService service = service(limits);
  private final UUID conversation =
      conversations.create(ada, new CreateConversation(null, null, "gpt-4o", "Be brief.")).id();

  private NodeDrain drain(Duration grace, Duration delay) {
    return new NodeDrain(active, limits, notices, () -> grace, () -> delay);
  }

  private GenerationService service(StreamLimits streamLimits) {
    return service(
        creating(), ending(), streamLimits, new ConversationTitler(model, models, false));
  }

  private GenerationService service(CreateGeneration creating, StreamLimits streamLimits) {
    return service(creating, ending(), streamLimits, new ConversationTitler(model, models, false));
  }

  private CreateGeneration creating() {
    return new CreateGeneration(
        store,
        generations,
        models,
        settings,
        active,
        rateLimiter,
        rateLimits,
        budgets,
        storage,
        clock);
  }

  private EndGeneration ending() {
    return new EndGeneration(store, generations, active, usage);
  }

  private GenerationService service(
      CreateGeneration creating,
      EndGeneration ending,
      StreamLimits streamLimits,
      ConversationTitler titler) {
    return new GenerationService(
        creating,
        ending,
        new GenerationQueries(store, generations),
        active,
        notices,
        drain,
        new ModelProducers(model, titler, conversations, streamLimits, executors),
        streamLimits,
        executors,
        userEvents,
        new AnswerMetrics(metrics, catalog),
        clock);
  }

  /** Fails as a commit does in the container: with an exception that nobody declares. */
  private static void failCommitOnce(AtomicBoolean failed) {
    if (failed.compareAndSet(false, true)) {
      throw GenerationServiceTest.<RuntimeException>undeclared(new SystemException("no commit"));
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E undeclared(Exception exception) throws E {
    throw (E) exception;
  }

  @AfterEach
  void endThreads() {
    executor.shutdownNow();
  }

  private static StartGeneration question(@Nullable UUID parentId, String text) {
    return new StartGeneration(
        UUID.randomUUID(),
        new StartGeneration.NewMessage(UUID.randomUUID(), parentId, text),
        null,
        UUID.randomUUID(),
        null,
        ChatRequest.Parameters.DEFAULTS,
        null);
  }

  private static StartGeneration again(UUID questionId, @Nullable String model) {
    return new StartGeneration(
        UUID.randomUUID(),
        null,
        questionId,
        UUID.randomUUID(),
        model,
        ChatRequest.Parameters.DEFAULTS,
        null);
  }

  private static ProviderKey key() {
    return new ProviderKey("sk-unit-test".toCharArray());
  }

  private Generation start(StartGeneration request) {
    return service.start(ada, conversation, request, key()).generation();
  }

  /** Follows to the end, however the scheduler deals the threads. */
  private Message ended(UUID id) throws InterruptedException {
    return ended(service, id);
  }

  private Message ended(GenerationService through, UUID id) throws InterruptedException {
    GenerationFeed feed = through.follow(ada, id);
    EventPosition position = EventPosition.START;
    while (true) {
      List<GenerationEvent> events = feed.after(position, Duration.ofSeconds(10));
      assertThat(events).as("events within ten seconds").isNotEmpty();
      GenerationEvent last = events.get(events.size() - 1);
      if (last instanceof GenerationEvent.Ended ended) {
        return ended.message();
      }
      position = last.position();
    }
  }

  private static ScriptedCall saying(String text) {
    return new ScriptedCall().says(text).finishes(FinishReason.STOP);
  }

  private static void assertRefused(ThrowingCallable call, ProblemCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void refusesAUserWhoAsksTooMuchInAMinuteButCountsARepeatedRequestOnce() {
    StartGeneration first = question(null, "1");
    model.answers.add(saying("one"));
    start(first);
    for (int i = 0; i < 59; i++) {
      rateLimiter.admit(
          ada.tenantId(), rateLimits.generations(TenantSettings.NONE).get(0), ada.userId());
    }

    assertThat(start(first).id()).isEqualTo(first.id());
    assertRefused(() -> start(question(null, "2")), ProblemCode.RATE_LIMITED);
  }

  @Test
  void tellsTheStreamsOfTheUserAtOnceThatAGenerationHasStarted() throws InterruptedException {
    List<UserEvent> toAda = new CopyOnWriteArrayList<>();
    List<UserEvent> toBob = new CopyOnWriteArrayList<>();
    userEvents.subscribe(ada, toAda::add);
    userEvents.subscribe(bob, toBob::add);
    model.answers.add(saying("Because."));
    StartGeneration request = question(null, "Why?");

    Generation started = start(request);
    start(request);

    assertThat(toAda).containsExactly(new UserEvent.GenerationStarted(started.id()));
    assertThat(toBob).isEmpty();
    ended(started.id());
  }

  @Test
  void savesTheQuestionAndTheAnswer() throws InterruptedException {
    model.answers.add(saying("Scattering."));
    StartGeneration request = question(null, "Why is the sky blue?");

    Message answer = ended(start(request).id());

    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETED);
    assertThat(conversations.messages(ada, conversation, null, 10).items())
        .extracting(Message::text)
        .containsExactly("Why is the sky blue?", "Scattering.");
    Conversation after = conversations.get(ada, conversation);
    assertThat(after.title()).isEqualTo("Why is the sky blue?");
    assertThat(after.headMessageId()).isEqualTo(request.assistantMessageId());
    assertThat(after.messageCount()).isEqualTo(2);
  }

  @Test
  void countsWhatBecomesOfQuestionsAndMeasuresAnswers() throws InterruptedException {
    model.answers.add(saying("Scattering."));
    StartGeneration request = question(null, "Why is the sky blue?");

    ended(start(request).id());
    StartGeneration other = question(null, "Why?");
    assertRefused(() -> service.start(bob, conversation, other, key()), ProblemCode.NOT_FOUND);

    assertThat(metrics.increments())
        .containsExactly("ANSWERS completed none", "ANSWERS refused not_found");
    assertThat(metrics.observations()).startsWith("PREPARATION ", "FIRST_TOKEN gpt-4o");
  }

  @Test
  void givesAnotherModelTheWholeConversation() throws InterruptedException {
    model.answers.add(saying("Four."));
    ended(start(question(null, "Two and two?")).id());
    UUID head = conversations.get(ada, conversation).headMessageId();
    model.answers.add(saying("Eight."));
    StartGeneration request = question(head, "Twice that?");

    ended(
        start(
                new StartGeneration(
                    request.id(),
                    request.message(),
                    null,
                    request.assistantMessageId(),
                    "o1",
                    ChatRequest.Parameters.DEFAULTS,
                    null))
            .id());

    ChatRequest asked = model.asked.get(1);
    assertThat(asked.model()).isEqualTo("o1");
    assertThat(asked.turns())
        .containsExactly(
            ChatRequest.Turn.user("Two and two?", "Be brief."),
            ChatRequest.Turn.assistant("Four."),
            ChatRequest.Turn.user("Twice that?"));
    assertThat(conversations.get(ada, conversation).model()).isEqualTo("o1");
  }

  @Test
  void sendsBackWhatTheProviderWantsWithTheAnswerButShowsItToNobody() throws InterruptedException {
    model.answers.add(saying("Four.").wantsBack("[{\"encrypted\":\"x\"}]"));
    Message answer = ended(start(question(null, "Two and two?")).id());
    model.answers.add(saying("Eight."));

    ended(start(question(answer.id(), "Twice that?")).id());

    assertThat(model.asked.get(1).turns())
        .contains(ChatRequest.Turn.assistant("Four.", "[{\"encrypted\":\"x\"}]"));
    assertThat(conversations.messages(ada, conversation, null, 10).items().toString())
        .doesNotContain("encrypted");
  }

  @Test
  void callsTheModelOnceForTheSameRequestSentTwice() throws InterruptedException {
    model.answers.add(saying("Once."));
    StartGeneration request = question(null, "How often?");

    ended(start(request).id());
    Message repeated = ended(start(request).id());

    assertThat(repeated.text()).isEqualTo("Once.");
    assertThat(model.asked).hasSize(1);
    assertThat(conversations.messages(ada, conversation, null, 10).items()).hasSize(2);
  }

  @Test
  void refusesAnIdWithOtherContent() throws InterruptedException {
    model.answers.add(saying("Yes."));
    StartGeneration request = question(null, "One?");
    ended(start(request).id());

    StartGeneration other =
        new StartGeneration(
            request.id(),
            new StartGeneration.NewMessage(UUID.randomUUID(), null, "Two?"),
            null,
            UUID.randomUUID(),
            null,
            ChatRequest.Parameters.DEFAULTS,
            null);

    assertRefused(() -> start(other), ProblemCode.ID_CONFLICT);
  }

  @Test
  void refusesASecondQuestionWhileTheBranchIsStillBeingWritten() throws InterruptedException {
    model.answers.add(new ScriptedCall().says("Thinking").thenWaitsForCancel());
    StartGeneration request = question(null, "First?");
    Generation running = start(request);

    assertRefused(
        () -> start(question(request.assistantMessageId(), "Second?")),
        ProblemCode.GENERATION_RUNNING);
    assertRefused(
        () -> start(again(running.userMessageId(), null)), ProblemCode.GENERATION_RUNNING);

    service.stop(ada, running.id(), null);
    assertThat(ended(running.id()).status()).isEqualTo(MessageStatus.STOPPED);
  }

  @Test
  void stopsWithTheTextThatWasSeen() throws InterruptedException {
    model.answers.add(new ScriptedCall().says("Seen and unseen").thenWaitsForCancel());
    Generation running = start(question(null, "Long?"));
    assertThat(
            service
                .follow(ada, running.id())
                .after(EventPosition.AFTER_STARTED, Duration.ofSeconds(10)))
        .isNotEmpty();

    service.stop(ada, running.id(), 4);

    assertThat(ended(running.id()).text()).isEqualTo("Seen");
  }

  private GenerationService naming() {
    return service(creating(), ending(), limits, new ConversationTitler(model, models, true));
  }

  @Test
  void namesTheConversationWhenTheAnswerHasBegun() throws InterruptedException {
    model.answers.addAll(List.of(saying("Scattering."), new ScriptedCall().says("Blue sky")));
    GenerationService naming = naming();
    StartGeneration request = question(null, "Why is the sky blue?");

    naming.start(ada, conversation, request, key());
    ended(naming, request.id());

    assertThat(conversations.get(ada, conversation).title()).isEqualTo("Blue sky");
    assertThat(model.asked.get(1).parameters().maxOutputTokens()).isLessThanOrEqualTo(24);
    assertThat(naming.follow(ada, request.id()).after(EventPosition.START))
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Started", "Delta", "Titled", "Ended");
  }

  @Test
  void asksForNoTitleWhenTheProviderRefusesTheQuestion() throws InterruptedException {
    model.answers.add(
        new ScriptedCall().fails(new DomainException(ProblemCode.PROVIDER_KEY_INVALID)));
    GenerationService naming = naming();
    StartGeneration request = question(null, "Why is the sky blue?");

    naming.start(ada, conversation, request, key());

    assertThat(ended(naming, request.id()).status()).isEqualTo(MessageStatus.FAILED);
    assertThat(model.asked).hasSize(1);
    assertThat(conversations.get(ada, conversation).title()).isEqualTo("Why is the sky blue?");
  }

  @Test
  void asksTheNextModelForATitleWhenTheKeyCannotUseTheFirst() throws InterruptedException {
    assertThat(catalog.titleModels()).hasSizeGreaterThan(1);
    model.answers.addAll(
        List.of(
            saying("Scattering."),
            new ScriptedCall().fails(new DomainException(ProblemCode.MODEL_NOT_AVAILABLE)),
            new ScriptedCall().says("Blue sky")));
    GenerationService naming = naming();
    StartGeneration request = question(null, "Why is the sky blue?");

    naming.start(ada, conversation, request, key());
    ended(naming, request.id());

    assertThat(conversations.get(ada, conversation).title()).isEqualTo("Blue sky");
    assertThat(model.asked.subList(1, 3))
        .extracting(ChatRequest::model)
        .containsExactly(catalog.titleModels().get(0).id(), catalog.titleModels().get(1).id());
  }

  @Test
  void completesTheAnswerWhenTheTitleFails() throws InterruptedException {
    model.answers.addAll(
        List.of(
            saying("Scattering."),
            new ScriptedCall().fails(new DomainException(ProblemCode.PROVIDER_QUOTA_EXCEEDED))));
    GenerationService naming = naming();
    StartGeneration request = question(null, "Why is the sky blue?");

    naming.start(ada, conversation, request, key());

    Message answer = ended(naming, request.id());
    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETED);
    assertThat(answer.problem()).isNull();
    assertThat(conversations.get(ada, conversation).title()).isEqualTo("Why is the sky blue?");
  }

  @Test
  void appendsAChangedSystemPromptBeforeTheNextQuestion() throws InterruptedException {
    model.answers.addAll(List.of(saying("Four."), saying("Acht.")));
    Message answer = ended(start(question(null, "Two and two?")).id());
    conversations.patch(
        ada,
        conversation,
        new ConversationPatch(null, null, "Answer in German.", null, null, null),
        null);

    ended(start(question(answer.id(), "Twice that?")).id());

    List<ChatRequest.Turn> first = model.asked.get(0).turns();
    List<ChatRequest.Turn> second = model.asked.get(1).turns();
    assertThat(second.subList(0, 1)).isEqualTo(first);
    assertThat(second.get(1)).isEqualTo(ChatRequest.Turn.assistant("Four."));
    assertThat(second.get(2).instructions()).endsWith("Answer in German.");
  }

  @Test
  void doesNotWaitForATitleWhenItIsStopped() throws InterruptedException {
    ScriptedCall title = new ScriptedCall().thenWaitsForCancel();
    ScriptedCall answer = new ScriptedCall().says("So far").thenWaitsForCancel();
    model.answers.addAll(List.of(answer, title));
    GenerationService naming =
        service(creating(), ending(), limits, new ConversationTitler(model, models, true));
    Generation running =
        naming.start(ada, conversation, question(null, "Long?"), key()).generation();
    assertThat(
            naming
                .follow(ada, running.id())
                .after(EventPosition.AFTER_STARTED, Duration.ofSeconds(10)))
        .isNotEmpty();

    long stoppedAt = System.nanoTime();
    naming.stop(ada, running.id(), null);

    assertThat(ended(naming, running.id()).status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(Duration.ofNanos(System.nanoTime() - stoppedAt)).isLessThan(Duration.ofMillis(1900));
  }

  @Test
  void savesWhatIsRunningAsInterruptedWhenTheNodeGoesDown() throws InterruptedException {
    model.answers.add(new ScriptedCall().says("So far").thenWaitsForCancel());
    Generation running = start(question(null, "Long?"));
    assertThat(
            service
                .follow(ada, running.id())
                .after(EventPosition.AFTER_STARTED, Duration.ofSeconds(10)))
        .isNotEmpty();

    active.interruptAll(Duration.ofSeconds(10));

    assertThat(active.all()).isEmpty();
    Message answer = ended(running.id());
    assertThat(answer.status()).isEqualTo(MessageStatus.INTERRUPTED);
    assertThat(answer.text()).isEqualTo("So far");
  }

  @Test
  void beginsNothingNewOnANodeThatIsDrained() throws InterruptedException {
    drain.drain();
    ProviderKey key = key();

    assertThatThrownBy(() -> service.start(ada, conversation, question(null, "Still?"), key))
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
              assertThat(refusal.retryAfter()).isPositive();
            });

    assertThat(conversations.messages(ada, conversation, null, 10).items()).isEmpty();
    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
    assertThat(limits.awaitIdle(Duration.ZERO)).isTrue();
  }

  @Test
  void isDrainedWhenTheLastAnswerIsFinished() throws InterruptedException {
    model.answers.add(new ScriptedCall().says("Done").thenWaitsForCancel());
    Generation running = start(question(null, "Long?"));
    CompletableFuture<Void> drained = inBackground(drain::drain);

    assertThat(drained).isNotDone();
    service.stop(ada, running.id(), null);

    assertThat(drained).succeedsWithin(Duration.ofSeconds(10));
    assertThat(ended(running.id()).status()).isEqualTo(MessageStatus.STOPPED);
  }

  @Test
  void savesWhatIsStillRunningAfterTheGraceTime() throws InterruptedException {
    model.answers.add(new ScriptedCall().says("So far").thenWaitsForCancel());
    Generation running = start(question(null, "Long?"));
    assertThat(
            service
                .follow(ada, running.id())
                .after(EventPosition.AFTER_STARTED, Duration.ofSeconds(10)))
        .isNotEmpty();

    drain(Duration.ofMillis(50), Duration.ZERO).drain();

    Message answer = ended(running.id());
    assertThat(answer.status()).isEqualTo(MessageStatus.INTERRUPTED);
    assertThat(answer.text()).isEqualTo("So far");
  }

  @Test
  void givesLoadBalancersTimeToNoticeThatANodeLeaves() throws InterruptedException {
    long begin = System.nanoTime();

    drain(Duration.ofSeconds(30), Duration.ofMillis(200)).drain();

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  private interface Blocking {
    void run() throws InterruptedException;
  }

  private CompletableFuture<Void> inBackground(Blocking task) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        executor);
  }

  @Test
  void answersAnOldQuestionAgainAsASibling() throws InterruptedException {
    model.answers.add(saying("One."));
    Generation first = start(question(null, "Pick a number"));
    ended(first.id());
    model.answers.add(saying("Two."));

    Message second = ended(start(again(first.userMessageId(), "gpt-4o-mini")).id());

    assertThat(second.parentId()).isEqualTo(first.userMessageId());
    assertThat(second.model()).isEqualTo("gpt-4o-mini");
    assertThat(conversations.messages(ada, conversation, null, 10).items()).hasSize(3);
  }

  @Test
  void keepsTheQuestionWhenTheProviderRefuses() throws InterruptedException {
    model.answers.add(
        new ScriptedCall().fails(new DomainException(ProblemCode.PROVIDER_KEY_INVALID)));

    Message answer = ended(start(question(null, "Anybody there?")).id());

    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    List<String> texts = new ArrayList<>();
    conversations.messages(ada, conversation, null, 10).items().forEach(m -> texts.add(m.text()));
    assertThat(texts).containsExactly("Anybody there?", "");
  }

  @Test
  void hidesGenerationsAndConversationsFromOthers() throws InterruptedException {
    model.answers.add(saying("Secret."));
    Generation mine = start(question(null, "Private?"));
    ended(mine.id());

    assertRefused(() -> service.get(bob, mine.id()), ProblemCode.NOT_FOUND);
    assertRefused(() -> service.follow(bob, mine.id()), ProblemCode.NOT_FOUND);
    assertRefused(() -> service.stop(bob, mine.id(), null), ProblemCode.NOT_FOUND);
    assertRefused(
        () -> service.start(bob, conversation, question(null, "Mine now?"), key()),
        ProblemCode.NOT_FOUND);
    assertThat(service.running(bob)).isEmpty();
  }

  private static StartGeneration inNew(UUID conversationId, StartGeneration request) {
    CreateConversation creation =
        new CreateConversation(conversationId, null, "gpt-4o-mini", "Be brief.");
    return new StartGeneration(
        request.id(),
        request.message(),
        request.parentId(),
        request.assistantMessageId(),
        request.model(),
        request.parameters(),
        creation);
  }

  @Test
  void createsTheConversationWithItsFirstQuestion() throws InterruptedException {
    model.answers.add(saying("Four."));
    UUID id = UUID.randomUUID();
    StartGeneration request = inNew(id, question(null, "Two and two?"));

    Conversation created = service.start(ada, id, request, key()).conversation();
    ended(request.id());

    assertThat(created).isEqualTo(conversations.get(ada, id));
    assertThat(created.model()).isEqualTo("gpt-4o-mini");
    assertThat(created.title()).isEqualTo("Two and two?");
    assertThat(created.headMessageId()).isEqualTo(request.assistantMessageId());
    assertThat(model.asked.get(0).turns().get(0).instructions()).isEqualTo("Be brief.");
    assertThat(conversations.create(ada, Objects.requireNonNull(request.conversation())).id())
        .as("the same as POST /conversations would have created")
        .isEqualTo(id);
  }

  @Test
  void ignoresHowToCreateAConversationThatExists() throws InterruptedException {
    model.answers.add(saying("Once."));
    UUID id = UUID.randomUUID();
    StartGeneration request = inNew(id, question(null, "Once?"));
    service.start(ada, id, request, key());
    ended(request.id());

    StartGeneration withoutMember =
        new StartGeneration(
            request.id(),
            request.message(),
            null,
            request.assistantMessageId(),
            request.model(),
            request.parameters(),
            null);
    assertThat(service.start(ada, id, request, key()).generation().id()).isEqualTo(request.id());
    assertThat(service.start(ada, id, withoutMember, key()).generation().id())
        .isEqualTo(request.id());
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void findsTheConversationThatAParallelRequestHasCreated() throws InterruptedException {
    UUID id = UUID.randomUUID();
    StartGeneration request = inNew(id, question(null, "Twice?"));
    AtomicInteger attempts = new AtomicInteger();
    CreateGeneration overtaken =
        new CreateGeneration(
            store,
            generations,
            models,
            settings,
            active,
            rateLimiter,
            rateLimits,
            budgets,
            storage,
            clock) {
          @Override
          public Outcome create(Caller caller, UUID conversationId, StartGeneration again) {
            Outcome outcome = super.create(caller, conversationId, again);
            if (attempts.incrementAndGet() == 1) {
              throw new DomainException(ProblemCode.ID_CONFLICT);
            }
            return outcome;
          }
        };

    Generation generation = service(overtaken, limits).start(ada, id, request, key()).generation();

    assertThat(generation.id()).isEqualTo(request.id());
  }

  @Test
  void refusesToCreateAConversationWithTheIdOfAnotherUsersOne() {
    assertRefused(
        () -> service.start(bob, conversation, inNew(conversation, question(null, "Mine?")), key()),
        ProblemCode.ID_CONFLICT);
    assertThat(conversations.messages(ada, conversation, null, 10).items()).isEmpty();
  }

  @Test
  void refusesQuestionsWhenABudgetIsUsedUpAndFinishesWhatRuns() throws InterruptedException {
    stored.set(ada.tenantId(), Json.createObjectBuilder().add("userTokensPerDay", 1).build());
    model.answers.add(saying("Expensive").bills(new TokenUsage(1, 0, 0, 1, 0)));
    StartGeneration first = question(null, "The last one?");
    service.start(ada, conversation, first, key());
    assertThat(ended(service, first.id()).status()).isEqualTo(MessageStatus.COMPLETED);
    int messages = conversations.messages(ada, conversation, null, 10).items().size();
    ProviderKey key = key();

    assertRefused(
        () -> service.start(ada, conversation, question(null, "One more?"), key),
        ProblemCode.QUOTA_EXCEEDED);

    assertThat(conversations.messages(ada, conversation, null, 10).items()).hasSize(messages);
    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
    assertThat(service.start(ada, conversation, first, key()).generation().id())
        .as("the request that was accepted")
        .isEqualTo(first.id());
  }

  @Test
  void refusesWhatTheNodeHasNoThreadForAndSavesNothing() {
    ProviderKey key = key();

    assertRefused(
        () ->
            service(new StreamLimits(0, 8, 8))
                .start(ada, conversation, question(null, "Room?"), key),
        ProblemCode.TOO_MANY_STREAMS);

    assertThat(conversations.messages(ada, conversation, null, 10).items()).isEmpty();
    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void savesTheAnswerAtTheNextTryWhenACommitFails() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    EndGeneration failingOnce =
        new EndGeneration(store, generations, active, usage) {
          @Override
          public boolean byNode(Caller caller, Generation generation, FinalAnswer answer) {
            failCommitOnce(failed);
            return super.byNode(caller, generation, answer);
          }
        };
    GenerationService failing =
        service(creating(), failingOnce, limits, new ConversationTitler(model, models, false));
    model.answers.add(saying("Kept"));
    StartGeneration request = question(null, "Keep this");
    failing.start(ada, conversation, request, key());

    assertThat(ended(failing, request.id()).status()).isEqualTo(MessageStatus.COMPLETED);
    assertThat(conversations.messages(ada, conversation, null, 10).items())
        .extracting(Message::status)
        .containsOnly(MessageStatus.COMPLETED);
  }

  @Test
  void wipesTheKeyAndFreesTheThreadWhenTheFirstCommitFails() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    CreateGeneration failingOnce =
        new CreateGeneration(
            store,
            generations,
            models,
            settings,
            active,
            rateLimiter,
            rateLimits,
            budgets,
            storage,
            clock) {
          @Override
          public Outcome create(Caller caller, UUID conversationId, StartGeneration request) {
            failCommitOnce(failed);
            return super.create(caller, conversationId, request);
          }
        };
    GenerationService failing = service(failingOnce, new StreamLimits(1, 8, 8));
    model.answers.add(saying("Here"));
    StartGeneration request = question(null, "Again");
    ProviderKey key = key();

    assertThatThrownBy(() -> failing.start(ada, conversation, request, key))
        .isInstanceOf(SystemException.class);

    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
    failing.start(ada, conversation, request, key());
    assertThat(ended(failing, request.id()).text()).isEqualTo("Here");
  }

  @Test
  void leavesNothingBehindWhateverIsThrown() throws InterruptedException {
    model.breaksWith = new StackOverflowError();
    ProviderKey key = key();

    service.start(ada, conversation, question(null, "How deep?"), key);
    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(active.size()).isZero();
    assertThat(limits.open()).isZero();
    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wipesTheKeyWhenTheRequestIsRefused() {
    ProviderKey key = key();

    assertRefused(
        () -> service.start(ada, UUID.randomUUID(), question(null, "Where?"), key),
        ProblemCode.NOT_FOUND);

    assertThatThrownBy(key::authorization).isInstanceOf(IllegalStateException.class);
  }
}
