package com.uru.chatbot.conversation;

import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UuidV7;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.Storage;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user does with conversations. Foreign and unknown ids are the same {@code NOT_FOUND}. */
@Stateless
@TenantScoped
public class ConversationService {
  private ConversationRepository conversations;
  private TenantModels models;
  private CurrentSettings settings;
  private Storage storage;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ConversationService() {}

  @Inject
  public ConversationService(
      ConversationRepository conversations,
      TenantModels models,
      CurrentSettings settings,
      Storage storage,
      Clock clock) {
    this.conversations = conversations;
    this.models = models;
    this.settings = settings;
    this.storage = storage;
    this.clock = clock;
  }

  /** The caller's conversations, pinned on top, then newest activity first. */
  public Page<Conversation> list(
      Caller caller, boolean archived, @Nullable String cursor, int limit) {
    List<Conversation> found =
        conversations.list(caller, archived, ConversationCursor.decode(cursor), limit + 1);
    return ConversationCursor.page(found, limit);
  }

  /** One conversation. */
  public Conversation get(Caller caller, UUID id) {
    return conversations.find(caller, id).orElseThrow(ConversationService::notFound);
  }

  /**
   * Creates a conversation. The same id with the same wishes answers as the first time; with others
   * it is an {@code ID_CONFLICT}.
   *
   * @throws DomainException {@code QUOTA_EXCEEDED} if there is no room for another one
   */
  public Conversation create(Caller caller, CreateConversation request) {
    UUID id = request.id() == null ? UuidV7.next(clock) : request.id();
    Optional<byte[]> earlier = conversations.creationDigest(caller, id);
    if (earlier.isPresent()) {
      return repeated(caller, id, earlier.get(), request);
    }
    storage.requireForConversation(caller);
    Conversation created =
        request.toConversation(
            id, models.of(caller), settings.of(caller.tenantId()).instructions(), now());
    conversations.add(caller, created, request.digest());
    return created;
  }

  private Conversation repeated(Caller caller, UUID id, byte[] digest, CreateConversation request) {
    if (!Arrays.equals(digest, request.digest())) {
      throw new DomainException(ProblemCode.ID_CONFLICT);
    }
    return get(caller, id);
  }

  /**
   * Applies a merge patch.
   *
   * @param expectedVersion the version the caller saw, {@code null} not to check
   */
  public Conversation patch(
      Caller caller, UUID id, ConversationPatch patch, @Nullable Long expectedVersion) {
    Conversation current = lock(caller, id, expectedVersion);
    if (patch.headMessageId() != null
        && conversations.message(caller, id, patch.headMessageId()).isEmpty()) {
      throw notAMessage();
    }
    Conversation changed = patched(caller, current, patch);
    conversations.update(caller, changed);
    return changed;
  }

  private Conversation patched(Caller caller, Conversation current, ConversationPatch patch) {
    Conversation.Builder changed = current.copy().version(current.version() + 1);
    if (patch.title() != null) {
      changed.title(prepared(patch.title()), TitleSource.USER);
    }
    if (patch.model() != null) {
      changed.model(models.of(caller).require(patch.model()).id());
    }
    changed.systemPrompt(patched(current.systemPrompt(), patch.systemPrompt()));
    if (patch.pinned() != null) {
      changed.pinned(patch.pinned());
    }
    if (patch.archived() != null) {
      changed.archived(patch.archived());
    }
    if (patch.headMessageId() != null) {
      changed.head(patch.headMessageId());
    }
    return changed.build();
  }

  /** Deletes a conversation with everything in it. */
  public void delete(Caller caller, UUID id, @Nullable Long expectedVersion) {
    lock(caller, id, expectedVersion);
    conversations.delete(caller, id);
  }

  /** Messages of all branches, oldest first. */
  public Page<Message> messages(Caller caller, UUID id, @Nullable UUID after, int limit) {
    get(caller, id);
    return page(conversations.messages(caller, id, after, limit + 1), limit);
  }

  /**
   * Returns the messages of all branches of some conversations, each oldest first; nothing for one
   * without messages.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller has no conversation with one of the ids
   */
  public Map<UUID, List<Message>> allMessages(Caller caller, Set<UUID> ids) {
    requireAll(caller, ids);
    return conversations.allMessages(caller, ids).stream()
        .collect(Collectors.groupingBy(Message::conversationId));
  }

  private static Page<Message> page(List<Message> found, int limit) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<Message> items = found.subList(0, limit);
    return new Page<>(items, items.get(limit - 1).id().toString());
  }

  /** Returns the ids of the messages that are shown: from the root to the head. */
  public Set<UUID> shownMessageIds(Caller caller, UUID id) {
    UUID head = get(caller, id).headMessageId();
    return head == null ? Set.of() : conversations.branchIds(caller, id, head);
  }

  /**
   * Returns the part of a branch that never changes any more: without an answer that is being
   * written.
   *
   * @param headMessageId the end of the branch, {@code null} for the branch that is shown
   * @throws DomainException {@code NOT_FOUND}; {@code VALIDATION_FAILED} if the message is not of
   *     this conversation, or if there is none
   */
  public FinishedBranch finishedBranch(Caller caller, UUID id, @Nullable UUID headMessageId) {
    Conversation conversation = get(caller, id);
    UUID headId = headMessageId == null ? conversation.headMessageId() : headMessageId;
    if (headId == null) {
      throw new DomainException(ProblemCode.VALIDATION_FAILED, "The conversation has no message.");
    }
    Message head =
        conversations.message(caller, id, headId).orElseThrow(ConversationService::notAMessage);
    UUID last =
        head.status() == MessageStatus.STREAMING && head.parentId() != null
            ? head.parentId()
            : headId;
    return new FinishedBranch(
        conversation.title(), last, conversations.branchIds(caller, id, last).size());
  }

  /**
   * Returns a page of a branch, in reading order.
   *
   * @param lastMessageId the end of the branch
   * @param after the message before the page, {@code null} for the first page
   */
  public Page<Message> branch(
      Caller caller, UUID id, UUID lastMessageId, @Nullable UUID after, int limit) {
    return page(conversations.branchPage(caller, id, lastMessageId, after, limit + 1), limit);
  }

  /** All conversations, archived ones too, in the order of their ids, after the given one. */
  public List<Conversation> listById(Caller caller, @Nullable UUID after, int limit) {
    return conversations.listById(caller, after, limit);
  }

  /**
   * Returns conversations in the order of their ids.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller has none with one of the ids
   */
  public List<Conversation> listById(Caller caller, Set<UUID> ids) {
    requireAll(caller, ids);
    return conversations.listById(caller, ids);
  }

  /**
   * Checks that the caller has conversations with all these ids.
   *
   * @throws DomainException {@code NOT_FOUND} otherwise
   */
  public void requireAll(Caller caller, Set<UUID> ids) {
    if (conversations.existing(caller, ids).size() < ids.size()) {
      throw notFound();
    }
  }

  /** Conversations whose title has every word by {@link TitleSearch}, newest activity first. */
  public Page<Conversation> search(Caller caller, String words, int offset, int limit) {
    List<Conversation> found =
        conversations.search(caller, new TitleSearch(words), offset, limit + 1);
    boolean more = found.size() > limit;
    return new Page<>(
        more ? found.subList(0, limit) : found, more ? String.valueOf(offset + limit) : null);
  }

  private Conversation lock(Caller caller, UUID id, @Nullable Long expectedVersion) {
    Conversation current =
        conversations.lock(caller, id).orElseThrow(ConversationService::notFound);
    if (expectedVersion != null && expectedVersion != current.version()) {
      throw new DomainException(ProblemCode.VERSION_CONFLICT);
    }
    return current;
  }

  /**
   * Gives a conversation another automatic title, unless the user has named it.
   *
   * @return whether the conversation has this title now
   */
  public boolean renameAutomatically(Caller caller, UUID conversationId, String title) {
    Optional<Conversation> found = conversations.lock(caller, conversationId);
    if (found.isEmpty() || found.get().titleSource() != TitleSource.AUTO) {
      return false;
    }
    conversations.update(caller, found.get().titled(title));
    return true;
  }

  private static String prepared(String title) {
    return NameText.prepare(title, "title", CreateConversation.MAX_TITLE_LENGTH);
  }

  private static @Nullable String patched(@Nullable String current, @Nullable String wanted) {
    if (wanted == null) {
      return current;
    }
    return wanted.isEmpty() ? null : wanted;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static DomainException notAMessage() {
    return new DomainException(
        ProblemCode.VALIDATION_FAILED, "headMessageId is not a message of this conversation");
  }

  private static DomainException notFound() {
    return new DomainException(ProblemCode.NOT_FOUND);
  }
}
