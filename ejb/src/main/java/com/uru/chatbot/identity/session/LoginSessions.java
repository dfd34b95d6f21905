package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.session.Rotation.OpenSession;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UuidV7;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens, continues and ends login sessions. {@link SessionLifetimes} says how long they last. Each
 * refresh token is exchanged for one successor: as long as nobody has presented the successor or
 * its access token, the answer may have been lost, and the same successor is given again. After
 * that, a second use soon after the first is another tab, a later one is theft and ends the session
 * (RFC 9700 section 4.14.2).
 */
@ApplicationScoped
public class LoginSessions {
  private static final Duration OTHER_TAB = Duration.ofSeconds(5);
  private static final Duration LOST_ANSWER = Duration.ofDays(1);
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(30);
  private static final int USER_AGENT_LENGTH = 300;

  private LoginSessionRepository sessions;
  private SessionLifetimes lifetimes;
  private TenantContext tenantContext;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected LoginSessions() {}

  @Inject
  public LoginSessions(
      LoginSessionRepository sessions,
      SessionLifetimes lifetimes,
      TenantContext tenantContext,
      Clock clock) {
    this.sessions = sessions;
    this.lifetimes = lifetimes;
    this.tenantContext = tenantContext;
    this.clock = clock;
  }

  /**
   * Returns what decides whether the caller's session still counts, or empty if there is none, and
   * records that the client has received the tokens of this rotation.
   */
  @Transactional
  Optional<SessionStanding> present(Caller caller, @Nullable UUID rotationId) {
    UUID tenantId = caller.tenantId();
    tenantContext.enterTenant(tenantId);
    Optional<SessionStanding> standing =
        sessions.standing(tenantId, caller.userId(), caller.loginSessionId());
    if (rotationId != null
        && standing.map(SessionStanding::unseenRotation).filter(rotationId::equals).isPresent()) {
      sessions.markSeen(tenantId, caller.loginSessionId(), rotationId);
    }
    return standing;
  }

  /** Returns those of the sessions that are alive and whose user is active. */
  @Transactional
  Set<UUID> aliveAmong(UUID tenantId, Set<UUID> sessionIds) {
    tenantContext.enterTenant(tenantId);
    return sessions.aliveAmong(tenantId, sessionIds, clock.instant());
  }

  /**
   * Opens a session for a user who has just proved who they are.
   *
   * @param account as it was when they proved it
   * @throws DomainException {@code BAD_CREDENTIALS} if it has another password or address since, or
   *     is not active: what ended its sessions must not miss this one
   */
  @Transactional
  public OpenSession open(Account account, Device device) {
    UUID tenantId = account.user().tenant().id();
    UUID userId = account.user().id();
    tenantContext.enterTenant(tenantId);
    if (!sessions.lockUser(account)) {
      throw new DomainException(ProblemCode.BAD_CREDENTIALS);
    }
    Instant now = clock.instant();
    Instant keptSince = now.minus(KEPT_AFTER_EXPIRY);
    sessions.forgetExpired(tenantId, userId, keptSince, lifetimes.idleSince(keptSince));
    LoginSession session =
        new LoginSession(
            UuidV7.next(clock),
            userId,
            device.userAgent(USER_AGENT_LENGTH),
            device.ipAddress().orElse(null),
            now,
            now,
            lifetimes.lastEnd(now),
            null);
    sessions.add(tenantId, session);
    return withToken(tenantId, session, RefreshToken.random(tenantId), UUID.randomUUID(), now);
  }

  /** Exchanges a refresh token for its successor. */
  @Transactional
  public Rotation rotate(RefreshToken token) {
    UUID tenantId = token.tenantId();
    tenantContext.enterTenant(tenantId);
    Instant now = clock.instant();
    if (sessions.useToken(tenantId, token.hash(), now)) {
      return afterFirstUse(tenantId, token, now);
    }
    return sessions
        .findToken(tenantId, token.hash())
        .map(used -> afterSecondUse(tenantId, token, used, now))
        .orElseGet(Rotation.Refused::new);
  }

  private Rotation afterFirstUse(UUID tenantId, RefreshToken token, Instant now) {
    StoredRefreshToken stored = sessions.findToken(tenantId, token.hash()).orElseThrow();
    Optional<LoginSession> session =
        sessions
            .find(tenantId, stored.loginSessionId())
            .filter(found -> lifetimes.allow(found, now) && now.isBefore(stored.expiresAt()));
    if (session.isEmpty()) {
      return new Rotation.Refused();
    }
    UnseenRotation rotation = UnseenRotation.random();
    sessions.rotate(tenantId, session.get().id(), rotation, now);
    RefreshToken successor = token.successor(rotation.successorSalt());
    return new Rotation.Rotated(withToken(tenantId, session.get(), successor, rotation.id(), now));
  }

  private Rotation afterSecondUse(
      UUID tenantId, RefreshToken token, StoredRefreshToken used, Instant now) {
    if (isWithin(LOST_ANSWER, used, now)) {
      Optional<OpenSession> unseen = unseenSuccessor(tenantId, token, used, now);
      if (unseen.isPresent()) {
        return new Rotation.Rotated(unseen.get());
      }
    }
    if (isWithin(OTHER_TAB, used, now)) {
      return new Rotation.AlreadyRotated();
    }
    sessions.end(tenantId, used.loginSessionId(), now);
    return new Rotation.Refused();
  }

  private static boolean isWithin(Duration span, StoredRefreshToken used, Instant now) {
    Instant usedAt = used.usedAt();
    return usedAt != null && now.isBefore(usedAt.plus(span));
  }

  /** Returns the successor of a used token, or empty if the client may have received it. */
  private Optional<OpenSession> unseenSuccessor(
      UUID tenantId, RefreshToken token, StoredRefreshToken used, Instant now) {
    Optional<LoginSession> session =
        sessions.find(tenantId, used.loginSessionId()).filter(found -> lifetimes.allow(found, now));
    Optional<UnseenRotation> rotation = sessions.unseenRotation(tenantId, used.loginSessionId());
    if (session.isEmpty() || rotation.isEmpty()) {
      return Optional.empty();
    }
    RefreshToken successor = token.successor(rotation.get().successorSalt());
    return sessions
        .findToken(tenantId, successor.hash())
        .filter(stored -> stored.usedAt() == null)
        .map(
            stored ->
                new OpenSession(session.get(), successor, stored.expiresAt(), rotation.get().id()));
  }

  private OpenSession withToken(
      UUID tenantId, LoginSession session, RefreshToken token, UUID rotationId, Instant now) {
    Instant expiresAt = lifetimes.nextEnd(session, now);
    sessions.addToken(
        tenantId, token.hash(), new StoredRefreshToken(session.id(), now, expiresAt, null));
    return new OpenSession(session, token, expiresAt, rotationId);
  }

  /** Ends the session of a token, whether the token was used or not; unknown tokens end nothing. */
  @Transactional
  public void end(RefreshToken token) {
    UUID tenantId = token.tenantId();
    tenantContext.enterTenant(tenantId);
    sessions
        .findToken(tenantId, token.hash())
        .ifPresent(stored -> sessions.end(tenantId, stored.loginSessionId(), clock.instant()));
  }
}
