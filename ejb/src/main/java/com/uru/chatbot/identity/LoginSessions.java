package com.uru.chatbot.identity;

import com.uru.chatbot.identity.Rotation.OpenSession;
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
import java.util.UUID;

/**
 * Opens, continues and ends login sessions. A session lasts 30 days at most and ends after 7 days
 * without use. Each refresh token counts once: a second use soon after the first is another tab, a
 * later one is theft and ends the session (RFC 9700 section 4.14.2).
 */
@ApplicationScoped
public class LoginSessions {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration IDLE = Duration.ofDays(7);
  private static final Duration OTHER_TAB = Duration.ofSeconds(5);
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(30);
  private static final int USER_AGENT_LENGTH = 300;

  private LoginSessionRepository sessions;
  private TenantContext tenantContext;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected LoginSessions() {}

  @Inject
  LoginSessions(LoginSessionRepository sessions, TenantContext tenantContext, Clock clock) {
    this.sessions = sessions;
    this.tenantContext = tenantContext;
    this.clock = clock;
  }

  /** What decides whether the caller's session still counts; empty if there is none. */
  @Transactional
  Optional<SessionStanding> standing(Caller caller) {
    tenantContext.enterTenant(caller.tenantId());
    return sessions.standing(caller.tenantId(), caller.userId(), caller.loginSessionId());
  }

  /** Opens a session for a user who has just proved who they are. */
  @Transactional
  OpenSession open(UUID tenantId, UUID userId, String userAgent) {
    tenantContext.enterTenant(tenantId);
    Instant now = clock.instant();
    sessions.forgetExpired(tenantId, userId, now.minus(KEPT_AFTER_EXPIRY));
    LoginSession session =
        new LoginSession(
            UuidV7.next(clock),
            userId,
            userAgent.substring(0, Math.min(userAgent.length(), USER_AGENT_LENGTH)),
            now,
            now,
            now.plus(LONGEST),
            null);
    sessions.add(tenantId, session);
    return withNewToken(tenantId, session, now);
  }

  /** Exchanges a refresh token for its successor. */
  @Transactional
  Rotation rotate(RefreshToken token) {
    UUID tenantId = token.tenantId();
    tenantContext.enterTenant(tenantId);
    Instant now = clock.instant();
    if (sessions.useToken(tenantId, token.hash(), now)) {
      return afterFirstUse(tenantId, token, now);
    }
    return sessions
        .findToken(tenantId, token.hash())
        .map(used -> afterSecondUse(tenantId, used, now))
        .orElseGet(Rotation.Refused::new);
  }

  private Rotation afterFirstUse(UUID tenantId, RefreshToken token, Instant now) {
    StoredRefreshToken stored = sessions.findToken(tenantId, token.hash()).orElseThrow();
    Optional<LoginSession> session =
        sessions
            .find(tenantId, stored.loginSessionId())
            .filter(found -> found.isAliveAt(now) && now.isBefore(stored.expiresAt()));
    if (session.isEmpty()) {
      return new Rotation.Refused();
    }
    sessions.markUsed(tenantId, session.get().id(), now);
    return new Rotation.Rotated(withNewToken(tenantId, session.get(), now));
  }

  private Rotation afterSecondUse(UUID tenantId, StoredRefreshToken token, Instant now) {
    Instant usedAt = token.usedAt();
    if (usedAt != null && now.isBefore(usedAt.plus(OTHER_TAB))) {
      return new Rotation.AlreadyRotated();
    }
    sessions.end(tenantId, token.loginSessionId(), now);
    return new Rotation.Refused();
  }

  private OpenSession withNewToken(UUID tenantId, LoginSession session, Instant now) {
    RefreshToken token = RefreshToken.random(tenantId);
    Instant idleEnd = now.plus(IDLE);
    Instant expiresAt = idleEnd.isBefore(session.expiresAt()) ? idleEnd : session.expiresAt();
    sessions.addToken(
        tenantId, token.hash(), new StoredRefreshToken(session.id(), now, expiresAt, null));
    return new OpenSession(session, token, expiresAt);
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
