package com.uru.chatbot.generation.store;

import static java.util.stream.Collectors.joining;

import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.StreamingParts;
import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.shared.UniqueKeys;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Generations in PostgreSQL; leases in the database's time. */
@ApplicationScoped
public class JpaGenerationRepository implements GenerationRepository, StreamingParts {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaGenerationRepository() {}

  @Inject
  public JpaGenerationRepository(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Generation> find(Caller caller, UUID id) {
    return row(caller, id).map(GenerationRow::toGeneration);
  }

  @Override
  public Optional<Recorded> recorded(Caller caller, UUID id) {
    return row(caller, id).map(row -> new Recorded(row.toGeneration(), row.outline()));
  }

  @Override
  public Optional<byte[]> requestDigest(Caller caller, UUID id) {
    return row(caller, id).map(GenerationRow::requestDigest);
  }

  private Optional<GenerationRow> row(Caller caller, UUID id) {
    return ofCaller(caller, "g.id = :id").setParameter("id", id).getResultStream().findFirst();
  }

  private TypedQuery<GenerationRow> ofCaller(Caller caller, String condition) {
    return entityManager
        .createQuery(
            "select g from GenerationRow g where g.tenantId = :tenant and g.ownerId = :owner and "
                + condition,
            GenerationRow.class)
        .setParameter("tenant", caller.tenantId())
        .setParameter("owner", caller.userId());
  }

  @Override
  public List<Generation> running(Caller caller) {
    return ofCaller(caller, "g.status = 'streaming' order by g.startedAt")
        .getResultStream()
        .map(GenerationRow::toGeneration)
        .toList();
  }

  @Override
  public boolean isRunningFor(Caller caller, UUID userMessageId) {
    return !ofCaller(caller, "g.status = 'streaming' and g.userMessageId = :message")
        .setParameter("message", userMessageId)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  @Override
  public void add(Caller caller, Generation generation, byte[] requestDigest, UUID node) {
    UniqueKeys.idConflictOnDuplicate(() -> insert(caller, generation, requestDigest, node));
  }

  private void insert(Caller caller, Generation generation, byte[] requestDigest, UUID node) {
    entityManager
        .createNativeQuery(
            """
            insert into generations (tenant_id, owner_id, conversation_id, id, user_message_id,
              message_id, request_digest, status, node, lease_expires_at, started_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'streaming', ?8, now() + make_interval(secs => ?9), ?10)
            """)
        .setParameter(1, caller.tenantId())
        .setParameter(2, caller.userId())
        .setParameter(3, generation.conversationId())
        .setParameter(4, generation.id())
        .setParameter(5, generation.userMessageId())
        .setParameter(6, generation.messageId())
        .setParameter(7, requestDigest)
        .setParameter(8, node)
        .setParameter(9, JdbcGenerationLeases.LEASE_SECONDS)
        .setParameter(10, generation.startedAt().atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  @Override
  public boolean requestStop(Caller caller, UUID id, @Nullable Integer seenLength) {
    return entityManager
            .createNativeQuery(
                """
                update generations set stop_requested_at = coalesce(stop_requested_at, now()),
                  seen_length = coalesce(seen_length, cast(?4 as integer))
                where tenant_id = ?1 and owner_id = ?2 and id = ?3 and status = 'streaming'
                """)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, id)
            .setParameter(4, seenLength == null ? null : seenLength.toString())
            .executeUpdate()
        == 1;
  }

  @Override
  public boolean end(Caller caller, Generation ended, LogOutline outline, @Nullable UUID node) {
    Query update =
        entityManager
            .createNativeQuery(
                "update generations set status = ?4, ended_at = ?5, entries = cast(?6 as jsonb)"
                    + " where tenant_id = ?1 and owner_id = ?2 and id = ?3 and "
                    + (node == null
                        ? "status = 'streaming' and lease_expires_at < now()"
                        : "status in ('streaming', 'interrupted') and node = ?7"))
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(3, ended.id())
            .setParameter(4, ended.status().wireName())
            .setParameter(5, OffsetDateTime.now(clock))
            .setParameter(6, outline.toJson());
    if (node != null) {
      update.setParameter(7, node);
    }
    if (update.executeUpdate() == 0) {
      return false;
    }
    entityManager
        .createNativeQuery(
            "delete from generation_events where tenant_id = ?1 and generation_id = ?2")
        .setParameter(1, caller.tenantId())
        .setParameter(2, ended.id())
        .executeUpdate();
    return true;
  }

  @Override
  public EventLog journal(Caller caller, UUID messageId) {
    StoredLog stored = logs(caller, List.of(messageId)).get(messageId);
    return stored == null ? new EventLog() : stored.log;
  }

  @Override
  public Map<UUID, List<MessagePart>> partsSoFar(Caller caller, Collection<UUID> messageIds) {
    Map<UUID, List<MessagePart>> parts = new HashMap<>();
    logs(caller, messageIds)
        .forEach(
            (messageId, stored) ->
                parts.put(messageId, stored.log.parts(stored.lastWrite, Integer.MAX_VALUE)));
    return parts;
  }

  /** An event log as the journal has it, and when the last of it was written. */
  private static final class StoredLog {
    private final EventLog log = new EventLog();
    private Instant lastWrite = Instant.EPOCH;
  }

  private Map<UUID, StoredLog> logs(Caller caller, Collection<UUID> messageIds) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entityManager
            .createNativeQuery(
                """
                select g.message_id, e.kind, string_agg(e.text || e.content, '' order by e.position),
                  cast(extract(epoch from min(e.created_at)) * 1000 as bigint),
                  cast(extract(epoch from max(e.created_at)) * 1000 as bigint)
                from generations g
                join generation_events e on e.tenant_id = g.tenant_id and e.generation_id = g.id
                where g.tenant_id = ?1 and g.owner_id = ?2 and g.message_id = any (cast(?3 as uuid[]))
                group by g.message_id, e.entry, e.kind
                order by g.message_id, e.entry
                """)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .setParameter(
                3, messageIds.stream().map(UUID::toString).collect(joining(",", "{", "}")))
            .getResultList();
    Map<UUID, StoredLog> logs = new HashMap<>();
    for (Object[] row : rows) {
      StoredLog stored = logs.computeIfAbsent((UUID) row[0], id -> new StoredLog());
      stored
          .log
          .addEntry(EntryKind.ofWireName((String) row[1]), Instant.ofEpochMilli((Long) row[3]))
          .content()
          .append((String) row[2]);
      stored.lastWrite = Instant.ofEpochMilli((Long) row[4]);
    }
    return logs;
  }
}
