package com.uru.chatbot.sharing;

import com.uru.chatbot.conversation.FinishedBranch;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shares in PostgreSQL. */
@ApplicationScoped
public class JpaShareRepository implements ShareRepository {
  private static final String SHARES =
      """
      select s.id, s.owner_id, s.conversation_id, s.head_message_id, s.title, u.display_name,
        s.message_count, s.audience, s.created_at, s.updated_at
      from shares s join users u on u.tenant_id = s.tenant_id and u.id = s.owner_id
      where s.tenant_id = ?1 and u.erasure_started_at is null
      """;

  private static final String OF_OWNER = SHARES + " and s.owner_id = ?2";
  private static final String FOR_EVERYBODY = SHARES + " and s.audience = 'everybody'";
  private static final String LATEST_FIRST = " order by s.updated_at desc, s.id desc";

  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void put(
      Caller owner, UUID conversationId, FinishedBranch branch, Audience audience, Instant now) {
    entityManager
        .createNativeQuery(
            """
            insert into shares (tenant_id, id, owner_id, conversation_id, head_message_id, title,
              message_count, audience, created_at, updated_at)
            values (?1, gen_random_uuid(), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
            on conflict (tenant_id, conversation_id) do update
              set head_message_id = excluded.head_message_id, title = excluded.title,
                message_count = excluded.message_count, audience = excluded.audience,
                updated_at = excluded.updated_at
            """)
        .setParameter(1, owner.tenantId())
        .setParameter(2, owner.userId())
        .setParameter(3, conversationId)
        .setParameter(4, branch.lastMessageId())
        .setParameter(5, branch.title())
        .setParameter(6, branch.messageCount())
        .setParameter(7, audience.wireName())
        .setParameter(8, now.atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  @Override
  public void changeAudience(Caller owner, UUID conversationId, Audience audience) {
    entityManager
        .createNativeQuery(
            """
            update shares set audience = ?4
            where tenant_id = ?1 and owner_id = ?2 and conversation_id = ?3
            """)
        .setParameter(1, owner.tenantId())
        .setParameter(2, owner.userId())
        .setParameter(3, conversationId)
        .setParameter(4, audience.wireName())
        .executeUpdate();
  }

  @Override
  public Optional<Share> ofConversation(Caller owner, UUID conversationId) {
    return shares(ofOwner(owner, " and s.conversation_id = ?3").setParameter(3, conversationId))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<Share> find(UUID tenantId, UUID id) {
    Query query =
        entityManager
            .createNativeQuery(SHARES + " and s.id = ?2")
            .setParameter(1, tenantId)
            .setParameter(2, id);
    return shares(query).stream().findFirst();
  }

  @Override
  public void remove(Caller owner, UUID conversationId) {
    entityManager
        .createNativeQuery(
            "delete from shares where tenant_id = ?1 and owner_id = ?2 and conversation_id = ?3")
        .setParameter(1, owner.tenantId())
        .setParameter(2, owner.userId())
        .setParameter(3, conversationId)
        .executeUpdate();
  }

  @Override
  public List<Share> ofOwner(Caller owner, @Nullable Position after, int limit) {
    Query query = ofOwner(owner, beyond(after) + LATEST_FIRST);
    return shares(from(query, after).setMaxResults(limit));
  }

  @Override
  public List<Share> forEverybody(UUID tenantId, @Nullable Position after, int limit) {
    Query query =
        entityManager
            .createNativeQuery(FOR_EVERYBODY + beyond(after) + LATEST_FIRST)
            .setParameter(1, tenantId);
    return shares(from(query, after).setMaxResults(limit));
  }

  private Query ofOwner(Caller owner, String more) {
    return entityManager
        .createNativeQuery(OF_OWNER + more)
        .setParameter(1, owner.tenantId())
        .setParameter(2, owner.userId());
  }

  private static String beyond(@Nullable Position after) {
    return after == null ? "" : " and (s.updated_at, s.id) < (?3, ?4)";
  }

  private static Query from(Query query, @Nullable Position after) {
    return after == null
        ? query
        : query
            .setParameter(3, after.updatedAt().atOffset(ZoneOffset.UTC))
            .setParameter(4, after.id());
  }

  private static List<Share> shares(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> share((Object[]) row)).toList();
  }

  private static Share share(Object[] row) {
    return new Share(
        (UUID) row[0],
        (UUID) row[1],
        (UUID) row[2],
        (UUID) row[3],
        (String) row[4],
        (String) row[5],
        (Integer) row[6],
        Audience.ofWireName((String) row[7]),
        ((Timestamp) row[8]).toInstant(),
        ((Timestamp) row[9]).toInstant());
  }
}
