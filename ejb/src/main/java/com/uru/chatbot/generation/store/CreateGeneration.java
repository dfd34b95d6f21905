package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationRepository;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.conversation.TitleExcerpt;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.Budgets;
import com.uru.chatbot.usage.RateLimiter;
import com.uru.chatbot.usage.RateLimits;
import com.uru.chatbot.usage.Storage;
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

/**
 * Creates a generation with its question and its empty answer, in one transaction, which is
 * committed before the model is called.
 */
@Stateless
@TenantScoped
public class CreateGeneration {
  private ConversationRepository conversations;
  private GenerationRepository generations;
  private TenantModels models;
  private CurrentSettings settings;
  private ActiveGenerations activeGenerations;
  private RateLimiter rateLimiter;
  private RateLimits rateLimits;
  private Budgets budgets;
  private Storage storage;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CreateGeneration() {}

  @Inject
  public CreateGeneration(
      ConversationRepository conversations,
      GenerationRepository generations,
      TenantModels models,
      CurrentSettings settings,
      ActiveGenerations activeGenerations,
      RateLimiter rateLimiter,
      RateLimits rateLimits,
      Budgets budgets,
      Storage storage,
      Clock clock) {
    this.conversations = conversations;
    this.generations = generations;
    this.models = models;
    this.settings = settings;
    this.activeGenerations = activeGenerations;
    this.rateLimiter = rateLimiter;
    this.rateLimits = rateLimits;
    this.budgets = budgets;
    this.storage = storage;
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
   *     in the last minute; {@code QUOTA_EXCEEDED} if a budget is used up or there is no room
   */
  public Outcome create(Caller caller, UUID conversationId, StartGeneration request) {
    Optional<Conversation> existing = conversations.lock(caller, conversationId);
    Optional<Generation> earlier =
        existing.flatMap(found -> earlier(caller, conversationId, request));
    if (earlier.isPresent()) {
      return new Existing(earlier.get(), existing.orElseThrow());
    }
    budgets.require(caller);
    storage.requireForQuestion(
        caller, existing.isEmpty(), request.message() == null ? null : request.message().text());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ModelCatalog offered = models.of(caller);
    Conversation conversation =
        existing.orElseGet(
            () ->
                creation(request)
                    .toConversation(
                        conversationId,
                        offered,
                        settings.of(caller.tenantId()).instructions(),
                        now));
    rateLimits
        .generations(settings.of(caller.tenantId()))
        .forEach(limit -> rateLimiter.admit(caller.tenantId(), limit, caller.userId()));
    Model model = offered.require(request.model() == null ? conversation.model() : request.model());

    List<Message> branch = branchToQuestion(caller, conversation, request, now);
    Message question = branch.get(branch.size() - 1);
    Message answer =
        Message.ofAssistant(
                request.assistantMessageId(), conversationId, question.id(), model.id(), now)
            .withInstructions(BranchTurns.change(branch, conversation.systemPrompt()));
    List<Message> added = request.message() == null ? List.of(answer) : List.of(question, answer);

    boolean needsTitle = conversation.isUnnamed();
    Conversation named =
        needsTitle ? conversation.titled(TitleExcerpt.of(question.text())) : conversation;
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
    rateLimits
        .generationsOfAll(settings.of(caller.tenantId()))
        .ifPresent(limit -> rateLimiter.admit(caller.tenantId(), limit, caller.tenantId()));
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
}
