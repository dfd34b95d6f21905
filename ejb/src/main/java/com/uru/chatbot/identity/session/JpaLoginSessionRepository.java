package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.tenant.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Login sessions and refresh tokens in PostgreSQL. */
@ApplicationScoped
public class JpaLoginSessionRepository implements LoginSessionRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void add(UUID tenantId, LoginSession session) {
    entityManager.persist(new LoginSessionRow(tenantId, session));
    entityManager.flush();
  }

  @Override
  public Optional<LoginSession> find(UUID tenantId, UUID sessionId) {
    return entityManager
        .createQuery(
            "select s from LoginSessionRow s where s.tenantId = :tenant and s.id = :id",
            LoginSessionRow.class)
        .setParameter("tenant", tenantId)
        .setParameter("id", sessionId)
        .getResultStream()
        .findFirst()
        .map(LoginSessionRow::toLoginSession);
  }

  @Override
  public List<LoginSession> alive(UUID tenantId, UUID userId, Instant now) {
    return entityManager
        .createQuery(
            "select s from LoginSessionRow s where s.tenantId = :tenant and s.userId = :user"
                + " and s.endedAt is null and s.expiresAt > :now order by s.lastUsedAt desc, s.id",
            LoginSessionRow.class)
        .setParameter("tenant", tenantId)
        .setParameter("user", userId)
        .setParameter("now", utc(now))
        .getResultStream()
        .map(LoginSessionRow::toLoginSession)
        .toList();
  }

  @Override
  public void rotate(UUID tenantId, UUID sessionId, UnseenRotation rotation, Instant now) {
    entityManager
        .createNativeQuery(
            """
            update login_sessions
            set last_used_at = ?3, unseen_rotation = ?4, successor_salt = ?5
            where tenant_id = ?1 and id = ?2
            """)
        .setParameter(1, tenantId)
        .setParameter(2, sessionId)
        .setParameter(3, utc(now))
        .setParameter(4, rotation.id())
        .setParameter(5, rotation.successorSalt())
        .executeUpdate();
  }

  @Override
  public Optional<UnseenRotation> unseenRotation(UUID tenantId, UUID sessionId) {
    List<?> found =
        entityManager
            .createNativeQuery(
                """
                select unseen_rotation, successor_salt from login_sessions
                where tenant_id = ?1 and id = ?2 and unseen_rotation is not null
                """)
            .setParameter(1, tenantId)
            .setParameter(2, sessionId)
            .getResultList();
    return found.stream()
        .map(Object[].class::cast)
        .map(row -> new UnseenRotation((UUID) row[0], (byte[]) row[1]))
        .findFirst();
  }

  @Override
  public void markSeen(UUID tenantId, UUID sessionId, UUID rotationId) {
    entityManager
        .createNativeQuery(
            """
            update login_sessions set unseen_rotation = null, successor_salt = null
            where tenant_id = ?1 and id = ?2 and unseen_rotation = ?3
            """)
        .setParameter(1, tenantId)
        .setParameter(2, sessionId)
        .setParameter(3, rotationId)
        .executeUpdate();
  }

  @Override
  public void end(UUID tenantId, UUID sessionId, Instant now) {
    entityManager
        .createQuery(
            "update LoginSessionRow s set s.endedAt = :now, s.address = null"
                + " where s.tenantId = :tenant and s.id = :id and s.endedAt is null")
        .setParameter("tenant", tenantId)
        .setParameter("id", sessionId)
        .setParameter("now", utc(now))
        .executeUpdate();
  }

  @Override
  public void endOthers(UUID tenantId, UUID userId, UUID keptSessionId, Instant now) {
    entityManager
        .createQuery(
            "update LoginSessionRow s set s.endedAt = :now, s.address = null where s.tenantId = :tenant"
                + " and s.userId = :user and s.id <> :kept and s.endedAt is null")
        .setParameter("tenant", tenantId)
        .setParameter("user", userId)
        .setParameter("kept", keptSessionId)
        .setParameter("now", utc(now))
        .executeUpdate();
  }

  @Override
  public void forgetExpired(
      UUID tenantId, UUID userId, Instant expiredBefore, Instant lastUsedBefore) {
    entityManager
        .createQuery(
            "delete from LoginSessionRow s where s.tenantId = :tenant and s.userId = :user"
                + " and (s.expiresAt < :expiredBefore or s.lastUsedAt < :lastUsedBefore)")
        .setParameter("tenant", tenantId)
        .setParameter("user", userId)
        .setParameter("expiredBefore", utc(expiredBefore))
        .setParameter("lastUsedBefore", utc(lastUsedBefore))
        .executeUpdate();
  }

  @Override
  public boolean lockUser(Account account) {
    return !entityManager
        .createNativeQuery(
            """
            select u.id from users u
            where u.tenant_id = ?1 and u.id = ?2 and u.status = 'active'
              and u.password_hash is not distinct from cast(?3 as text) and u.email = ?4
            for share
            """)
        .setParameter(1, account.user().tenant().id())
        .setParameter(2, account.user().id())
        .setParameter(3, account.passwordHash())
        .setParameter(4, account.user().email())
        .getResultList()
        .isEmpty();
  }

  @Override
  public Optional<SessionStanding> standing(UUID tenantId, UUID userId, UUID sessionId) {
    List<?> found =
        entityManager
            .createNativeQuery(
                """
                select u.role, u.status, s.expires_at, s.ended_at, s.unseen_rotation
                from login_sessions s
                join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
                where s.tenant_id = ?1 and s.id = ?2 and s.user_id = ?3
                """)
            .setParameter(1, tenantId)
            .setParameter(2, sessionId)
            .setParameter(3, userId)
            .getResultList();
    return found.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new SessionStanding(
                    Role.ofWireName((String) row[0]),
                    UserStatus.ofWireName((String) row[1]),
                    ((Timestamp) row[2]).toInstant(),
                    instantOrNull((Timestamp) row[3]),
                    (UUID) row[4]))
        .findFirst();
  }

  @Override
  public Set<UUID> aliveAmong(UUID tenantId, Set<UUID> sessionIds, Instant now) {
    return entityManager
        .createQuery(
            "select s.id from LoginSessionRow s, UserRow u where s.tenantId = :tenant"
                + " and s.id in :ids and s.endedAt is null and s.expiresAt > :now"
                + " and u.tenantId = s.tenantId and u.id = s.userId and u.status = :active",
            UUID.class)
        .setParameter("tenant", tenantId)
        .setParameter("ids", sessionIds)
        .setParameter("now", utc(now))
        .setParameter("active", UserStatus.ACTIVE.wireName())
        .getResultStream()
        .collect(Collectors.toSet());
  }

  @Override
  public void addToken(UUID tenantId, byte[] tokenHash, StoredRefreshToken token) {
    entityManager
        .createNativeQuery(
            """
            insert into refresh_tokens (tenant_id, token_hash, login_session_id, issued_at, expires_at)
            values (?1, ?2, ?3, ?4, ?5)
            """)
        .setParameter(1, tenantId)
        .setParameter(2, tokenHash)
        .setParameter(3, token.loginSessionId())
        .setParameter(4, utc(token.issuedAt()))
        .setParameter(5, utc(token.expiresAt()))
        .executeUpdate();
  }

  @Override
  public Optional<StoredRefreshToken> findToken(UUID tenantId, byte[] tokenHash) {
    List<?> found =
        entityManager
            .createNativeQuery(
                """
                select login_session_id, issued_at, expires_at, used_at
                from refresh_tokens where tenant_id = ?1 and token_hash = ?2
                """)
            .setParameter(1, tenantId)
            .setParameter(2, tokenHash)
            .getResultList();
    return found.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new StoredRefreshToken(
                    (UUID) row[0],
                    ((Timestamp) row[1]).toInstant(),
                    ((Timestamp) row[2]).toInstant(),
                    instantOrNull((Timestamp) row[3])))
        .findFirst();
  }

  @Override
  public boolean useToken(UUID tenantId, byte[] tokenHash, Instant now) {
    return entityManager
            .createNativeQuery(
                """
                update refresh_tokens set used_at = ?3
                where tenant_id = ?1 and token_hash = ?2 and used_at is null
                """)
            .setParameter(1, tenantId)
            .setParameter(2, tokenHash)
            .setParameter(3, utc(now))
            .executeUpdate()
        == 1;
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instantOrNull(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
