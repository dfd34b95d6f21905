package com.uru.chatbot.identity.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Failed sign-ins in PostgreSQL, so that all nodes count together. */
@ApplicationScoped
public class JpaSignInFailureRepository implements SignInFailureRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public OptionalInt count(UUID tenantId, byte[] subject, Instant now, Instant forgottenBefore) {
    List<?> counted =
        entityManager
            .createNativeQuery(
                """
                insert into sign_in_failures as f (tenant_id, subject, failures, last_failed_at)
                values (?1, ?2, 1, ?3)
                on conflict (tenant_id, subject) do update
                  set failures = case when f.last_failed_at < ?4 then 1 else f.failures + 1 end,
                      last_failed_at = excluded.last_failed_at, blocked_until = null
                  where f.blocked_until is null or f.blocked_until <= excluded.last_failed_at
                returning failures
                """)
            .setParameter(1, tenantId)
            .setParameter(2, subject)
            .setParameter(3, utc(now))
            .setParameter(4, utc(forgottenBefore))
            .getResultList();
    return counted.stream().mapToInt(failures -> ((Number) failures).intValue()).findFirst();
  }

  @Override
  public void block(UUID tenantId, byte[] subject, Instant until) {
    entityManager
        .createNativeQuery(
            "update sign_in_failures set blocked_until = ?3 where tenant_id = ?1 and subject = ?2")
        .setParameter(1, tenantId)
        .setParameter(2, subject)
        .setParameter(3, utc(until))
        .executeUpdate();
  }

  @Override
  public Optional<Instant> blockedUntil(UUID tenantId, byte[] subject) {
    List<?> found =
        entityManager
            .createNativeQuery(
                "select blocked_until from sign_in_failures where tenant_id = ?1 and subject = ?2")
            .setParameter(1, tenantId)
            .setParameter(2, subject)
            .getResultList();
    return found.stream()
        .filter(Objects::nonNull)
        .map(until -> ((Timestamp) until).toInstant())
        .findFirst();
  }

  @Override
  public void clear(UUID tenantId, byte[] subject) {
    entityManager
        .createNativeQuery("delete from sign_in_failures where tenant_id = ?1 and subject = ?2")
        .setParameter(1, tenantId)
        .setParameter(2, subject)
        .executeUpdate();
  }

  /** A row counts at least one attempt. */
  @Override
  public void takeBack(UUID tenantId, byte[] subject) {
    entityManager
        .createNativeQuery(
            """
            delete from sign_in_failures
            where tenant_id = ?1 and subject = ?2 and failures = 1
            """)
        .setParameter(1, tenantId)
        .setParameter(2, subject)
        .executeUpdate();
    entityManager
        .createNativeQuery(
            """
            update sign_in_failures set failures = failures - 1, blocked_until = null
            where tenant_id = ?1 and subject = ?2 and failures > 1
            """)
        .setParameter(1, tenantId)
        .setParameter(2, subject)
        .executeUpdate();
  }

  @Override
  public void forget(UUID tenantId, Instant before) {
    entityManager
        .createNativeQuery(
            "delete from sign_in_failures where tenant_id = ?1 and last_failed_at < ?2")
        .setParameter(1, tenantId)
        .setParameter(2, utc(before))
        .executeUpdate();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
