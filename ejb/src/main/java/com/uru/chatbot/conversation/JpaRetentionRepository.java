package com.uru.chatbot.conversation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks PostgreSQL, through functions that answer no more than is needed. */
@ApplicationScoped
public class JpaRetentionRepository implements RetentionRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public List<Retention> retentions() {
    List<?> rows =
        entityManager
            .createNativeQuery("select tenant_id, days from tenant_retentions()")
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Retention((UUID) row[0], ((Number) row[1]).intValue()))
        .toList();
  }

  @Override
  public Optional<UUID> inactiveOwner(UUID tenantId, Instant since) {
    return Optional.ofNullable(
        (UUID)
            entityManager
                .createNativeQuery("select find_inactive_owner(?1, ?2)")
                .setParameter(1, tenantId)
                .setParameter(2, since.atOffset(ZoneOffset.UTC))
                .getSingleResult());
  }

  @Override
  public long countInactive(UUID tenantId, Instant since) {
    return ((Number)
            entityManager
                .createNativeQuery("select count_inactive_conversations(?1, ?2)")
                .setParameter(1, tenantId)
                .setParameter(2, since.atOffset(ZoneOffset.UTC))
                .getSingleResult())
        .longValue();
  }

  @Override
  public boolean acquire(UUID tenantId) {
    return (Boolean)
        entityManager
            .createNativeQuery(
                "select pg_try_advisory_xact_lock("
                    + "hashtextextended('uru-retention ' || cast(?1 as text), 0))")
            .setParameter(1, tenantId.toString())
            .getSingleResult();
  }
}
