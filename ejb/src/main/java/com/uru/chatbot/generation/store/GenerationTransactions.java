package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationRepository;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.conversation.TitleSource;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.EventPage;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.title.ConversationTitler;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.RateLimiter;
import com.uru.chatbot.usage.RateLimits;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates, ends and reads generations: each method is one transaction. What it creates is committed
 * before the model is called; what it ends is committed before subscribers are notified.
 */
@Stateless
@TenantScoped
public class GenerationTransactions {
  private ConversationRepository conversations;
  private GenerationRepository generations;
  private ModelCatalog models;
  private ActiveGenerations activeGenerations;
  private RateLimiter rateLimiter;
  private RateLimits rateLimits;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationTransactions() {}

  @Inject
  public GenerationTransactions(
      ConversationRepository conversations,
      GenerationRepository generations,
      ModelCatalog models,
      ActiveGenerations activeGenerations,
      RateLimiter rateLimiter,
      RateLimits rateLimits,
      Clock clock) {
    this.conversations = conversations;
    this.generations = generations;
    this.models = models;
    this.activeGenerations = activeGenerations;
    this.rateLimiter = rateLimiter;
    this.rateLimits = rateLimits;
    this.clock = clock;
  }

  /**
   * The result of a request for an answer: a new generation, or the one that the same request has
   * created before.
   */
  public sealed interface Outcome permits Created, Existing {
    /** The conversation as it is after the request. */
    Conversation conversation();
  }

  /** The same request came before; nothing was done. */
  public record Existing(Generation generation, Conversation conversation) implements Outcome {}

  /**
   * What has been created.
   *
   * @param turns the conversation up to the question, for the model
   * @param parameters the user's settings for this answer
   * @param needsTitle whether this question gives the conversation its first title
   */
  public record Created(
      GenerationEvent.Started started,
      Conversation conversation,
      Model model,
      List<ChatRequest.Turn> turns,
      ChatRequest.Parameters parameters,
      boolean needsTitle)
      implements Outcome {}

  /**
   * Saves the question, the empty answer and the generation with its lease, and the conversation if
   * it does not exist and the request describes it. The same id with the same content is recognised
   * as the same request; the lock on the conversation lets parallel ones through one at a time.
   *
   * @throws DomainException {@code ID_CONFLICT} if an id is in use with other content, by another
   *     user, or by a parallel request that has just created the conversation; {@code NOT_FOUND} if
   *     there is no conversation and the request does not describe one; {@code GENERATION_RUNNING}
   *     if the branch is still being written; {@code RATE_LIMITED} if the caller has asked too much
   *     in the last minute
   */
  public Outcome create(Caller caller, UUID conversationId, StartGeneration request) {
    Optional<Conversation> existing = conversations.lock(caller, conversationId);
    Optional<Generation> earlier =
        existing.flatMap(found -> earlier(caller, conversationId, request));
    if (earlier.isPresent()) {
      return new Existing(earlier.get(), existing.orElseThrow());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Conversation conversation =
        existing.orElseGet(() -> creation(request).toConversation(conversationId, models, now));
    rateLimiter.admit(caller.tenantId(), rateLimits.generations(), caller.userId());
    Model model = models.require(request.model() == null ? conversation.model() : request.model());

    List<Message> branch = branchToQuestion(caller, conversation, request, now);
    Message question = branch.get(branch.size() - 1);
    Message answer =
        Message.ofAssistant(
                request.assistantMessageId(), conversationId, question.id(), model.id(), now)
            .withInstructions(BranchTurns.change(branch, conversation.systemPrompt()));
    List<Message> added = request.message() == null ? List.of(answer) : List.of(question, answer);

    boolean needsTitle = conversation.isUnnamed();
    Conversation named =
        needsTitle
            ? conversation.titled(ConversationTitler.excerpt(question.text()))
            : conversation;
    Conversation updated = named.answered(answer, added.size(), now);
    if (existing.isPresent()) {
      conversations.update(caller, updated);
    } else {
      conversations.add(caller, updated, creation(request).digest());
    }
    conversations.addMessages(caller, added);

    Generation generation =
        new Generation(
            request.id(), conversationId, question.id(), answer.id(), MessageStatus.STREAMING, now);
    generations.add(caller, generation, request.digest(conversationId), activeGenerations.node());
    return new Created(
        new GenerationEvent.Started(generation, question, answer),
        updated,
        model,
        turns(caller, branch, answer),
        request.parameters(),
        needsTitle);
  }

  private static CreateConversation creation(StartGeneration request) {
    CreateConversation creation = request.conversation();
    if (creation == null) {
      throw new DomainException(ProblemCode.NOT_FOUND);
    }
    return creation;
  }

  private List<ChatRequest.Turn> turns(Caller caller, List<Message> branch, Message answer) {
    List<UUID> answers =
        branch.stream()
            .filter(message -> message.role() == MessageRole.ASSISTANT)
            .map(Message::id)
            .toList();
    Map<UUID, String> providerItems =
        answers.isEmpty()
            ? Map.of()
            : conversations.providerItems(caller, answer.conversationId(), answers);
    List<Message> withAnswer = new ArrayList<>(branch);
    withAnswer.add(answer);
    return BranchTurns.of(withAnswer, providerItems);
  }

  private Optional<Generation> earlier(
      Caller caller, UUID conversationId, StartGeneration request) {
    Optional<byte[]> digest = generations.requestDigest(caller, request.id());
    if (digest.isPresent() && !Arrays.equals(digest.get(), request.digest(conversationId))) {
      throw new DomainException(ProblemCode.ID_CONFLICT);
    }
    return digest.flatMap(same -> generations.find(caller, request.id()));
  }

  /** Returns the branch from its root to the question, which is new or asked once more. */
  private List<Message> branchToQuestion(
      Caller caller, Conversation conversation, StartGeneration request, Instant now) {
    UUID conversationId = conversation.id();
    StartGeneration.NewMessage wanted = request.message();
    UUID parentId = wanted == null ? request.parentId() : wanted.parentId();
    List<Message> branch =
        parentId == null
            ? new ArrayList<>()
            : new ArrayList<>(conversations.branch(caller, conversationId, parentId));
    if (wanted == null) {
      requireIdleQuestion(caller, branch);
      return branch;
    }
    if (parentId != null) {
      requireEndedAnswer(branch);
    }
    branch.add(
        Message.ofUser(wanted.id(), conversationId, parentId, wanted.text(), now)
            .withInstructions(BranchTurns.change(branch, conversation.systemPrompt())));
    return branch;
  }

  private void requireIdleQuestion(Caller caller, List<Message> branch) {
    Message question =
        last(branch, MessageRole.USER, "parentId is not a user message of this conversation");
    if (generations.isRunningFor(caller, question.id())) {
      throw new DomainException(ProblemCode.GENERATION_RUNNING);
    }
  }

  private static void requireEndedAnswer(List<Message> branch) {
    Message parent =
        last(
            branch,
            MessageRole.ASSISTANT,
            "message.parentId is not an answer of this conversation");
    if (parent.status() == MessageStatus.STREAMING) {
      throw new DomainException(ProblemCode.GENERATION_RUNNING);
    }
  }

  private static Message last(List<Message> branch, MessageRole role, String otherwise) {
    if (branch.isEmpty() || branch.get(branch.size() - 1).role() != role) {
      throw new DomainException(ProblemCode.VALIDATION_FAILED, otherwise);
    }
    return branch.get(branch.size() - 1);
  }

  /**
   * Saves the final state of a generation of this node.
   *
   * @return {@code false} if it was already ended
   */
  public boolean end(Caller caller, Generation generation, FinalAnswer answer) {
    return end(caller, generation, answer, activeGenerations.node());
  }

  /**
   * Locks the conversation before its rows, like everybody who writes in one: or a deletion and an
   * end would wait for each other.
   */
  private boolean end(
      Caller caller, Generation generation, FinalAnswer answer, @Nullable UUID node) {
    if (conversations.lock(caller, generation.conversationId()).isEmpty()) {
      return false;
    }
    Generation ended =
        new Generation(
            generation.id(),
            generation.conversationId(),
            generation.userMessageId(),
            generation.messageId(),
            answer.message().status(),
            generation.startedAt());
    if (!generations.end(caller, ended, answer.outline(), node)) {
      return false;
    }
    conversations.endMessage(caller, answer.message(), answer.providerItems());
    return true;
  }

  /**
   * Turns a generation whose lease has run out into an interrupted one that keeps its journalled
   * text.
   */
  public void interrupt(Caller caller, UUID generationId) {
    Optional<Generation> found = generations.find(caller, generationId);
    if (found.isEmpty()) {
      return;
    }
    Generation generation = found.get();
    LogOutline outline = generations.journal(caller, generation.messageId()).outline();
    conversations
        .message(caller, generation.conversationId(), generation.messageId())
        .map(answer -> answer.withStatus(MessageStatus.INTERRUPTED))
        .ifPresent(answer -> end(caller, generation, new FinalAnswer(answer, outline, null), null));
  }

  /** Gives the conversation a better automatic title, unless the user has named it meanwhile. */
  public boolean rename(Caller caller, UUID conversationId, String title) {
    Optional<Conversation> found = conversations.lock(caller, conversationId);
    if (found.isEmpty() || found.get().titleSource() != TitleSource.AUTO) {
      return false;
    }
    conversations.update(caller, found.get().titled(title));
    return true;
  }

  /** A generation of the caller. */
  public Generation get(Caller caller, UUID id) {
    return generations
        .find(caller, id)
        .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
  }

  /** The caller's running generations, oldest first. */
  public List<Generation> running(Caller caller) {
    return generations.running(caller);
  }

  /** Notes the request to stop where the node that runs it will see it. */
  public void requestStop(Caller caller, UUID id, @Nullable Integer seenLength) {
    get(caller, id);
    generations.requestStop(caller, id, seenLength);
  }

  /**
   * Returns the events of a generation after a position as far as the database has them, for
   * subscribers on another node or after the end.
   */
  public List<GenerationEvent> storedEvents(Caller caller, UUID id, EventPosition position) {
    return stored(caller, id).after(position);
  }

  /**
   * Returns the position of the last event that the database has of a generation, the end left out.
   */
  public EventPosition lastStored(Caller caller, UUID id) {
    return stored(caller, id).log.last();
  }

  /** Returns a page of the events of a generation as far as the database has them. */
  public EventPage storedPage(
      Caller caller, UUID id, EventPosition after, @Nullable EventPosition until) {
    return EventPage.read(stored(caller, id)::after, after, until);
  }

  private StoredLog stored(Caller caller, UUID id) {
    GenerationRepository.Recorded recorded =
        generations
            .recorded(caller, id)
            .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
    Generation generation = recorded.generation();
    if (generation.status() == MessageStatus.STREAMING) {
      EventLog journal = generations.journal(caller, generation.messageId());
      return new StoredLog(caller, generation, journal, null);
    }
    Message answer = message(caller, generation, generation.messageId());
    LogOutline outline = recorded.outline();
    EventLog log =
        EventLog.of(outline == null ? LogOutline.ofText(answer.text()) : outline, answer);
    return new StoredLog(caller, generation, log, answer);
  }

  /** The events of a generation as the database has them; belongs to one transaction. */
  private final class StoredLog {
    private final Caller caller;
    private final Generation generation;
    private final EventLog log;
    private final @Nullable Message ended;

    StoredLog(Caller caller, Generation generation, EventLog log, @Nullable Message ended) {
      this.caller = caller;
      this.generation = generation;
      this.log = log;
      this.ended = ended;
    }

    List<GenerationEvent> after(EventPosition position) {
      return log.after(position, () -> started(caller, generation), ended);
    }
  }

  private GenerationEvent.Started started(Caller caller, Generation generation) {
    return new GenerationEvent.Started(
        generation,
        message(caller, generation, generation.userMessageId()),
        message(caller, generation, generation.messageId()).asStreaming());
  }

  private Message message(Caller caller, Generation generation, UUID messageId) {
    return conversations
        .message(caller, generation.conversationId(), messageId)
        .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
  }
}
