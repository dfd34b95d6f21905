package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.user.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where login sessions and their refresh tokens are kept. */
public interface LoginSessionRepository {
  void add(UUID tenantId, LoginSession session);

  Optional<LoginSession> find(UUID tenantId, UUID sessionId);

  /** The user's sessions that are alive, the most recently used first. */
  List<LoginSession> alive(UUID tenantId, UUID userId, Instant now);

  /** Records that the tokens of a session were rotated. */
  void rotate(UUID tenantId, UUID sessionId, UnseenRotation rotation, Instant now);

  /** Returns the last rotation of a session, or empty if one of its tokens was presented. */
  Optional<UnseenRotation> unseenRotation(UUID tenantId, UUID sessionId);

  /** Records that a token of this rotation was presented. */
  void markSeen(UUID tenantId, UUID sessionId, UUID rotationId);

  /** Ends a session and drops its address; one that has ended stays as it is. */
  void end(UUID tenantId, UUID sessionId, Instant now);

  /** Ends all sessions of a user but one. */
  void endOthers(UUID tenantId, UUID userId, UUID keptSessionId, Instant now);

  /**
   * Forgets the user's sessions that expired or were last used before a time, with their tokens.
   */
  void forgetExpired(UUID tenantId, UUID userId, Instant expiredBefore, Instant lastUsedBefore);

  /**
   * Returns whether the user is active and has the account's address and password hash, and keeps
   * all of them as they are until the transaction ends.
   */
  boolean lockUser(Account account);

  /** The user's present role and the session's state, if session and user belong together. */
  Optional<SessionStanding> standing(UUID tenantId, UUID userId, UUID sessionId);

  /** Returns those of the sessions that are alive and whose user is active. */
  Set<UUID> aliveAmong(UUID tenantId, Set<UUID> sessionIds, Instant now);

  void addToken(UUID tenantId, byte[] tokenHash, StoredRefreshToken token);

  Optional<StoredRefreshToken> findToken(UUID tenantId, byte[] tokenHash);

  /** Marks a token used; of all who try, exactly one gets {@code true}. */
  boolean useToken(UUID tenantId, byte[] tokenHash, Instant now);
}
