package com.uru.chatbot.identity.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Links in PostgreSQL. */
@ApplicationScoped
public class JpaPasswordLinkRepository implements PasswordLinkRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void put(UUID tenantId, UUID userId, byte[] tokenHash, Instant now, Instant expiresAt) {
    entityManager
        .createNativeQuery(
            """
            insert into password_links (tenant_id, user_id, token_hash, created_at, expires_at)
            values (?1, ?2, ?3, ?4, ?5)
            on conflict (tenant_id, user_id) do update
              set token_hash = excluded.token_hash, created_at = excluded.created_at,
                expires_at = excluded.expires_at
            """)
        .setParameter(1, tenantId)
        .setParameter(2, userId)
        .setParameter(3, tokenHash)
        .setParameter(4, now.atOffset(ZoneOffset.UTC))
        .setParameter(5, expiresAt.atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  @Override
  public Optional<UUID> find(UUID tenantId, byte[] tokenHash, Instant now) {
    List<?> found =
        entityManager
            .createNativeQuery(
                "select user_id from password_links"
                    + " where tenant_id = ?1 and token_hash = ?2 and expires_at > ?3")
            .setParameter(1, tenantId)
            .setParameter(2, tokenHash)
            .setParameter(3, now.atOffset(ZoneOffset.UTC))
            .getResultList();
    return found.stream().map(UUID.class::cast).findFirst();
  }

  @Override
  public void remove(UUID tenantId, UUID userId) {
    entityManager
        .createNativeQuery("delete from password_links where tenant_id = ?1 and user_id = ?2")
        .setParameter(1, tenantId)
        .setParameter(2, userId)
        .executeUpdate();
  }

  @Override
  public boolean use(UUID tenantId, byte[] tokenHash, Instant now) {
    return entityManager
            .createNativeQuery(
                "delete from password_links"
                    + " where tenant_id = ?1 and token_hash = ?2 and expires_at > ?3")
            .setParameter(1, tenantId)
            .setParameter(2, tokenHash)
            .setParameter(3, now.atOffset(ZoneOffset.UTC))
            .executeUpdate()
        == 1;
  }
}
