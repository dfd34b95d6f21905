package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.UniqueKeys;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in PostgreSQL. Every query names tenant and owner although row-level security would
 * hide the others: the policies are the second net.
 */
@ApplicationScoped
public class JpaConversationRepository implements ConversationRepository {
  /**
   * The columns of {@link MessageRow}. Each by its name, because a prepared {@code select *} fails
   * after the next release has added or dropped a column.
   */
  private static final String MESSAGE =
      """
      m.tenant_id, m.id, m.owner_id, m.conversation_id, m.sequence, m.parent_id, m.role, m.text,
      m.parts, m.model, m.status, m.finish_reason, m.prompt_tokens, m.cached_tokens,
      m.cache_write_tokens, m.completion_tokens, m.reasoning_tokens, m.problem, m.instructions,
      m.created_at
      """;

  private static final String BRANCH =
      """
      with recursive branch as (
        select %1$s from messages m
        where m.tenant_id = ?1 and m.owner_id = ?2 and m.conversation_id = ?3 and m.id = ?4
        union all
        select %1$s from messages m
        join branch b on m.tenant_id = b.tenant_id
          and m.conversation_id = b.conversation_id and m.id = b.parent_id)
      select %1$s from branch m order by m.sequence
      """
          .formatted(MESSAGE);

  private static final String BRANCH_PLACES =
      """
      with recursive branch as (
        select m.tenant_id, m.conversation_id, m.id, m.parent_id, m.sequence from messages m
        where m.tenant_id = ?1 and m.owner_id = ?2 and m.conversation_id = ?3 and m.id = ?4
        union all
        select m.tenant_id, m.conversation_id, m.id, m.parent_id, m.sequence from messages m
        join branch b on m.tenant_id = b.tenant_id
          and m.conversation_id = b.conversation_id and m.id = b.parent_id)
      """;

  private static final String BRANCH_IDS = BRANCH_PLACES + "select id from branch";

  private static final String BRANCH_PAGE =
      BRANCH_PLACES
          + """
          select %s from branch b
          join messages m on m.tenant_id = b.tenant_id and m.id = b.id and m.owner_id = ?2
          where b.sequence > coalesce((select a.sequence from branch a where a.id = ?5), 0)
          order by b.sequence limit ?6
          """
              .formatted(MESSAGE);

  private static final String ADD_CONVERSATIONS =
      """
      insert into conversations (tenant_id, owner_id, id, request_digest, title, title_source, model,
        system_prompt, pinned, archived, head_message_id, message_count, version, created_at,
        updated_at)
      select ?1, ?2, a.id, decode(a.request_digest, 'hex'), a.title, a.title_source, a.model,
        a.system_prompt, a.pinned, a.archived, a.head_message_id, a.message_count, a.version,
        a.created_at, a.updated_at
      from jsonb_to_recordset(cast(?3 as jsonb)) as a (
        id uuid, request_digest text, title text, title_source text, model text,
        system_prompt text, pinned boolean, archived boolean, head_message_id uuid,
        message_count integer, version bigint, created_at timestamptz, updated_at timestamptz)
      """;

  /** The sequence rises in the order of the list: the rows are inserted as they are read. */
  private static final String ADD_MESSAGES =
      """
      insert into messages (tenant_id, owner_id, conversation_id, id, parent_id, role, text, parts,
        model, status, finish_reason, prompt_tokens, cached_tokens, cache_write_tokens,
        completion_tokens, reasoning_tokens, problem, instructions, created_at)
      select ?1, ?2, a.conversation_id, a.id, a.parent_id, a.role, a.text, a.parts, a.model,
        a.status, a.finish_reason, a.prompt_tokens, a.cached_tokens, a.cache_write_tokens,
        a.completion_tokens, a.reasoning_tokens, a.problem, a.instructions, a.created_at
      from jsonb_to_recordset(cast(?3 as jsonb)) as a (
        conversation_id uuid, id uuid, parent_id uuid, role text, text text, parts jsonb,
        model text, status text, finish_reason text, prompt_tokens integer, cached_tokens integer,
        cache_write_tokens integer, completion_tokens integer, reasoning_tokens integer,
        problem jsonb, instructions text, created_at timestamptz)
      """;

  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  private StreamingParts streamingParts;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaConversationRepository() {}

  @Inject
  public JpaConversationRepository(StreamingParts streamingParts) {
    this.streamingParts = streamingParts;
  }

  @Override
  public List<Conversation> list(
      Caller caller, boolean archived, @Nullable ListPosition after, int limit) {
    String beyond =
        after == null
            ? ""
            : " and (c.pinned < :pinned or (c.pinned = :pinned and (c.updatedAt < :updatedAt"
                + " or (c.updatedAt = :updatedAt and c.id < :id))))";
    TypedQuery<ConversationRow> query =
        entityManager
            .createQuery(
                "select c from ConversationRow c where c.tenantId = :tenant and c.ownerId = :owner"
                    + " and c.archived = :archived"
                    + beyond
                    + " order by c.pinned desc, c.updatedAt desc, c.id desc",
                ConversationRow.class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .setParameter("archived", archived)
            .setMaxResults(limit);
    if (after != null) {
      query
          .setParameter("pinned", after.pinned())
          .setParameter("updatedAt", after.updatedAt().atOffset(ZoneOffset.UTC))
          .setParameter("id", after.id());
    }
    return query.getResultList().stream().map(ConversationRow::toConversation).toList();
  }

  @Override
  public Optional<Conversation> find(Caller caller, UUID id) {
    return row(caller, id, LockModeType.NONE).map(ConversationRow::toConversation);
  }

  @Override
  public Optional<Conversation> lock(Caller caller, UUID id) {
    return row(caller, id, LockModeType.PESSIMISTIC_WRITE).map(ConversationRow::toConversation);
  }

  @Override
  public Optional<byte[]> creationDigest(Caller caller, UUID id) {
    return row(caller, id, LockModeType.NONE).map(ConversationRow::requestDigest);
  }

  private Optional<ConversationRow> row(Caller caller, UUID id, LockModeType lock) {
    return entityManager
        .createQuery(
            "select c from ConversationRow c"
                + " where c.tenantId = :tenant and c.ownerId = :owner and c.id = :id",
            ConversationRow.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("id", id)
        .setLockMode(lock)
        .getResultStream()
        .findFirst();
  }

  @Override
  public void add(Caller caller, Conversation conversation, byte[] creationDigest) {
    UniqueKeys.idConflictOnDuplicate(
        () -> {
          entityManager.persist(new ConversationRow(caller, conversation, creationDigest));
          entityManager.flush();
        });
  }

  @Override
  public void addAll(Caller caller, List<Conversation> conversations) {
    insert(ADD_CONVERSATIONS, caller, ConversationsJson.conversations(conversations));
  }

  private void insert(String statement, Caller caller, String rows) {
    UniqueKeys.idConflictOnDuplicate(
        () ->
            entityManager
                .createNativeQuery(statement)
                .setParameter(1, caller.tenantId())
                .setParameter(2, caller.userId())
                .setParameter(3, rows)
                .executeUpdate());
  }

  @Override
  public Set<UUID> existing(Caller caller, Collection<UUID> ids) {
    return Set.copyOf(
        entityManager
            .createQuery(
                "select c.id from ConversationRow c where c.tenantId = :tenant"
                    + " and c.ownerId = :owner and c.id in :ids",
                UUID.class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .setParameter("ids", ids)
            .getResultList());
  }

  @Override
  public void addMessagesAtOnce(Caller caller, List<Message> messages) {
    insert(ADD_MESSAGES, caller, ConversationsJson.messages(messages));
  }

  @Override
  public void analyzeMessages() {
    entityManager.createNativeQuery("select analyze_messages()").getSingleResult();
  }

  @Override
  public void update(Caller caller, Conversation conversation) {
    entityManager
        .find(ConversationRow.class, new TenantRowId(caller.tenantId(), conversation.id()))
        .write(conversation);
  }

  @Override
  public boolean delete(Caller caller, UUID id) {
    Optional<ConversationRow> found = row(caller, id, LockModeType.NONE);
    found.ifPresent(entityManager::remove);
    return found.isPresent();
  }

  @Override
  public void deleteAll(Caller caller, List<UUID> ids) {
    entityManager
        .createQuery(
            "delete from ConversationRow c where c.tenantId = :tenant and c.ownerId = :owner"
                + " and c.id in :ids")
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("ids", ids)
        .executeUpdate();
  }

  /** Newest first: the deletion of a message takes those with it that continue it. */
  @Override
  public int deleteNewestMessages(Caller caller, UUID id, int limit) {
    lock(caller, id);
    return entityManager
        .createNativeQuery(
            """
            delete from messages
            where tenant_id = ?1 and owner_id = ?2 and conversation_id = ?3 and sequence >= (
              select min(newest.sequence) from (
                select m.sequence from messages m
                where m.tenant_id = ?1 and m.owner_id = ?2 and m.conversation_id = ?3
                order by m.sequence desc limit ?4) newest)
            """)
        .setParameter(1, caller.tenantId())
        .setParameter(2, caller.userId())
        .setParameter(3, id)
        .setParameter(4, limit)
        .executeUpdate();
  }

  @Override
  public List<Message> messages(
      Caller caller, UUID conversationId, @Nullable UUID after, int limit) {
    return toMessages(
        caller,
        entityManager
            .createQuery(
                "select m from MessageRow m where m.tenantId = :tenant and m.ownerId = :owner"
                    + " and m.conversationId = :conversation and m.sequence > :after"
                    + " order by m.sequence",
                MessageRow.class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .setParameter("conversation", conversationId)
            .setParameter("after", after == null ? 0L : sequenceOf(caller, after))
            .setMaxResults(limit)
            .getResultList());
  }

  @Override
  public List<Message> allMessages(Caller caller, Collection<UUID> conversationIds) {
    return toMessages(
        caller,
        entityManager
            .createQuery(
                "select m from MessageRow m where m.tenantId = :tenant and m.ownerId = :owner"
                    + " and m.conversationId in :conversations order by m.sequence",
                MessageRow.class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .setParameter("conversations", conversationIds)
            .getResultList());
  }

  private long sequenceOf(Caller caller, UUID messageId) {
    return entityManager
        .createQuery(
            "select m.sequence from MessageRow m where m.tenantId = :tenant and m.ownerId = :owner"
                + " and m.id = :id",
            Long.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("id", messageId)
        .getResultStream()
        .findFirst()
        .orElse(0L);
  }

  @Override
  public Optional<Message> message(Caller caller, UUID conversationId, UUID id) {
    List<MessageRow> found =
        entityManager
            .createQuery(
                "select m from MessageRow m where m.tenantId = :tenant and m.ownerId = :owner"
                    + " and m.conversationId = :conversation and m.id = :id",
                MessageRow.class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .setParameter("conversation", conversationId)
            .setParameter("id", id)
            .getResultList();
    return toMessages(caller, found).stream().findFirst();
  }

  /** Flushes each by itself: in one flush the order, and so the sequence, would be anybody's. */
  @Override
  public void addMessages(Caller caller, List<Message> messages) {
    UniqueKeys.idConflictOnDuplicate(
        () ->
            messages.forEach(
                message -> {
                  entityManager.persist(new MessageRow(caller, message));
                  entityManager.flush();
                }));
  }

  @Override
  public void endMessage(Caller caller, Message message, @Nullable String providerItems) {
    entityManager
        .find(MessageRow.class, new TenantRowId(caller.tenantId(), message.id()))
        .write(message);
    if (providerItems != null) {
      entityManager
          .createNativeQuery(
              "update messages set provider_items = ?4"
                  + " where tenant_id = ?1 and owner_id = ?2 and id = ?3")
          .setParameter(1, caller.tenantId())
          .setParameter(2, caller.userId())
          .setParameter(3, message.id())
          .setParameter(4, providerItems)
          .executeUpdate();
    }
  }

  @Override
  public Map<UUID, String> providerItems(
      Caller caller, UUID conversationId, Collection<UUID> messageIds) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entityManager
            .createNativeQuery(
                """
                select id, provider_items from messages
                where tenant_id = ?1 and owner_id = ?2 and conversation_id = ?3
                  and id = any (cast(?4 as uuid[])) and provider_items is not null
                """)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, conversationId)
            .setParameter(
                4,
                messageIds.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
            .getResultList();
    return rows.stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
  }

  @Override
  public List<Message> branch(Caller caller, UUID conversationId, UUID lastMessageId) {
    @SuppressWarnings("unchecked")
    List<MessageRow> rows =
        entityManager
            .createNativeQuery(BRANCH, MessageRow.class)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, conversationId)
            .setParameter(4, lastMessageId)
            .getResultList();
    return toMessages(caller, rows);
  }

  @Override
  public List<Message> branchPage(
      Caller caller, UUID conversationId, UUID lastMessageId, @Nullable UUID after, int limit) {
    @SuppressWarnings("unchecked")
    List<MessageRow> rows =
        entityManager
            .createNativeQuery(BRANCH_PAGE, MessageRow.class)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, conversationId)
            .setParameter(4, lastMessageId)
            .setParameter(5, after == null ? new UUID(0, 0) : after)
            .setParameter(6, limit)
            .getResultList();
    return toMessages(caller, rows);
  }

  private List<Message> toMessages(Caller caller, List<MessageRow> rows) {
    List<UUID> streaming =
        rows.stream().filter(MessageRow::isStreaming).map(MessageRow::id).toList();
    Map<UUID, List<MessagePart>> partsSoFar =
        streaming.isEmpty() ? Map.of() : streamingParts.partsSoFar(caller, streaming);
    return rows.stream()
        .map(row -> row.toMessage(partsSoFar.getOrDefault(row.id(), List.of())))
        .toList();
  }

  @Override
  public Set<UUID> branchIds(Caller caller, UUID conversationId, UUID lastMessageId) {
    List<?> ids =
        entityManager
            .createNativeQuery(BRANCH_IDS)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, conversationId)
            .setParameter(4, lastMessageId)
            .getResultList();
    return ids.stream().map(UUID.class::cast).collect(Collectors.toSet());
  }

  @Override
  public List<Conversation> listById(Caller caller, @Nullable UUID after, int limit) {
    return entityManager
        .createQuery(
            "select c from ConversationRow c where c.tenantId = :tenant and c.ownerId = :owner"
                + " and c.id > :after order by c.id",
            ConversationRow.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("after", after == null ? new UUID(0, 0) : after)
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .map(ConversationRow::toConversation)
        .toList();
  }

  @Override
  public List<Conversation> listById(Caller caller, Collection<UUID> ids) {
    return entityManager
        .createQuery(
            "select c from ConversationRow c where c.tenantId = :tenant and c.ownerId = :owner"
                + " and c.id in :ids order by c.id",
            ConversationRow.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("ids", ids)
        .getResultStream()
        .map(ConversationRow::toConversation)
        .toList();
  }

  @Override
  public List<Conversation> lockInactive(Caller caller, Instant since, int limit) {
    return entityManager
        .createQuery(
            "select c from ConversationRow c where c.tenantId = :tenant and c.ownerId = :owner"
                + " and c.updatedAt < :since order by c.id",
            ConversationRow.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId())
        .setParameter("since", since.atOffset(ZoneOffset.UTC))
        .setMaxResults(limit)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .map(ConversationRow::toConversation)
        .toList();
  }

  /**
   * Compares in Java: what lower() and normalize() of PostgreSQL do depends on the encoding and the
   * collation of the database. So only the titles of one user are read, in the order of the list.
   */
  @Override
  public List<Conversation> search(Caller caller, TitleSearch search, int offset, int limit) {
    List<UUID> found =
        entityManager
            .createQuery(
                "select c.id, c.title from ConversationRow c"
                    + " where c.tenantId = :tenant and c.ownerId = :owner"
                    + " order by c.updatedAt desc, c.id desc",
                Object[].class)
            .setParameter("tenant", caller.tenantId())
            .setParameter("owner", caller.userId())
            .getResultStream()
            .filter(row -> search.matches((String) row[1]))
            .skip(offset)
            .limit(limit)
            .map(row -> (UUID) row[0])
            .toList();
    return found.isEmpty()
        ? List.of()
        : listById(caller, found).stream()
            .sorted(Comparator.comparing(conversation -> found.indexOf(conversation.id())))
            .toList();
  }
}
