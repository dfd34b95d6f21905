package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.account.AccountRepository;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.UserStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes all sessions to be of one tenant's users, whose accounts it looks at for their standing.
 */
public final class InMemoryLoginSessions implements LoginSessionRepository {
  private final AccountRepository accounts;
  private final Map<UUID, LoginSession> sessions = new ConcurrentHashMap<>();
  private final Map<UUID, UnseenRotation> rotations = new ConcurrentHashMap<>();
  private final Map<String, StoredRefreshToken> tokens = new ConcurrentHashMap<>();

  public InMemoryLoginSessions(AccountRepository accounts) {
    this.accounts = accounts;
  }

  @Override
  public void add(UUID tenantId, LoginSession session) {
    sessions.put(session.id(), session);
  }

  @Override
  public Optional<LoginSession> find(UUID tenantId, UUID sessionId) {
    return Optional.ofNullable(sessions.get(sessionId));
  }

  @Override
  public List<LoginSession> alive(UUID tenantId, UUID userId, Instant now) {
    return sessions.values().stream()
        .filter(session -> session.userId().equals(userId) && session.isAliveAt(now))
        .sorted(Comparator.comparing(LoginSession::lastUsedAt).reversed())
        .toList();
  }

  @Override
  public void rotate(UUID tenantId, UUID sessionId, UnseenRotation rotation, Instant now) {
    sessions.computeIfPresent(sessionId, (id, old) -> with(old, now, old.endedAt()));
    rotations.put(sessionId, rotation);
  }

  @Override
  public Optional<UnseenRotation> unseenRotation(UUID tenantId, UUID sessionId) {
    return Optional.ofNullable(rotations.get(sessionId));
  }

  @Override
  public void markSeen(UUID tenantId, UUID sessionId, UUID rotationId) {
    rotations.computeIfPresent(
        sessionId, (id, rotation) -> rotation.id().equals(rotationId) ? null : rotation);
  }

  @Override
  public void end(UUID tenantId, UUID sessionId, Instant now) {
    sessions.computeIfPresent(
        sessionId,
        (id, old) -> with(old, old.lastUsedAt(), Optional.ofNullable(old.endedAt()).orElse(now)));
  }

  @Override
  public void endOthers(UUID tenantId, UUID userId, UUID keptSessionId, Instant now) {
    sessions.values().stream()
        .filter(other -> other.userId().equals(userId) && !other.id().equals(keptSessionId))
        .forEach(other -> end(tenantId, other.id(), now));
  }

  @Override
  public void forgetExpired(
      UUID tenantId, UUID userId, Instant expiredBefore, Instant lastUsedBefore) {
    sessions
        .values()
        .removeIf(
            old ->
                old.userId().equals(userId)
                    && (old.expiresAt().isBefore(expiredBefore)
                        || old.lastUsedAt().isBefore(lastUsedBefore)));
  }

  @Override
  public boolean lockUser(Account account) {
    return accounts
        .find(account.user().tenant().id(), account.user().id())
        .filter(now -> now.user().status() == UserStatus.ACTIVE)
        .filter(now -> Objects.equals(now.passwordHash(), account.passwordHash()))
        .filter(now -> now.user().email().equals(account.user().email()))
        .isPresent();
  }

  @Override
  public Optional<SessionStanding> standing(UUID tenantId, UUID userId, UUID sessionId) {
    return find(tenantId, sessionId)
        .filter(session -> session.userId().equals(userId))
        .flatMap(
            session ->
                accounts
                    .find(tenantId, userId)
                    .map(Account::user)
                    .map(
                        user ->
                            new SessionStanding(
                                user.role(),
                                user.status(),
                                session.expiresAt(),
                                session.endedAt(),
                                unseenRotation(tenantId, sessionId)
                                    .map(UnseenRotation::id)
                                    .orElse(null))));
  }

  @Override
  public Set<UUID> aliveAmong(UUID tenantId, Set<UUID> sessionIds, Instant now) {
    return sessionIds.stream()
        .filter(
            id ->
                find(tenantId, id)
                    .flatMap(session -> standing(tenantId, session.userId(), id))
                    .filter(standing -> standing.allowsAt(now))
                    .isPresent())
        .collect(Collectors.toSet());
  }

  @Override
  public void addToken(UUID tenantId, byte[] tokenHash, StoredRefreshToken token) {
    tokens.put(key(tokenHash), token);
  }

  @Override
  public Optional<StoredRefreshToken> findToken(UUID tenantId, byte[] tokenHash) {
    return Optional.ofNullable(tokens.get(key(tokenHash)));
  }

  @Override
  public boolean useToken(UUID tenantId, byte[] tokenHash, Instant now) {
    AtomicBoolean first = new AtomicBoolean();
    tokens.computeIfPresent(
        key(tokenHash),
        (hash, old) -> {
          if (old.usedAt() != null) {
            return old;
          }
          first.set(true);
          return new StoredRefreshToken(old.loginSessionId(), old.issuedAt(), old.expiresAt(), now);
        });
    return first.get();
  }

  public int size() {
    return sessions.size();
  }

  private static String key(byte[] tokenHash) {
    return HexFormat.of().formatHex(tokenHash);
  }

  private static LoginSession with(
      LoginSession old, Instant lastUsedAt, @Nullable Instant endedAt) {
    return new LoginSession(
        old.id(),
        old.userId(),
        old.userAgent(),
        endedAt == null ? old.address() : null,
        old.createdAt(),
        lastUsedAt,
        old.expiresAt(),
        endedAt);
  }
}
