package com.uru.chatbot.identity.credential;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.TenantContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Slows guessing down: after its free attempts without a success a subject waits 30 seconds, then
 * twice as long each time, up to 15 minutes. An attempt counts before the password is looked at, so
 * that guesses made at the same time count as well.
 */
@ApplicationScoped
public class SignInThrottle {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration MEMORY = Duration.ofHours(12);
  private static final int DOUBLINGS = 5;

  private SignInFailureRepository failures;
  private TenantContext tenantContext;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SignInThrottle() {}

  @Inject
  public SignInThrottle(
      SignInFailureRepository failures, TenantContext tenantContext, Clock clock) {
    this.failures = failures;
    this.tenantContext = tenantContext;
    this.clock = clock;
  }

  /**
   * Counts an attempt for each of the subjects, or for none if one of them has to wait.
   *
   * @throws DomainException {@code TOO_MANY_ATTEMPTS} with the time to wait
   */
  @Transactional
  public void admit(UUID tenantId, List<SignInSubject> subjects) {
    tenantContext.enterTenant(tenantId);
    subjects.forEach(subject -> admit(tenantId, subject));
  }

  private void admit(UUID tenantId, SignInSubject subject) {
    Instant now = clock.instant();
    OptionalInt attempts = failures.count(tenantId, subject.hash(), now, now.minus(MEMORY));
    if (attempts.isEmpty()) {
      throw tooMany(subject, now, failures.blockedUntil(tenantId, subject.hash()).orElse(now));
    }
    int beyond = attempts.getAsInt() - subject.freeAttempts();
    if (beyond >= 0) {
      failures.block(tenantId, subject.hash(), now.plus(waitAfter(beyond)));
    }
  }

  /** The subjects have signed in: what was counted is forgotten, and what is old of the others. */
  @Transactional
  public void succeeded(UUID tenantId, List<SignInSubject> subjects) {
    tenantContext.enterTenant(tenantId);
    subjects.forEach(subject -> failures.clear(tenantId, subject.hash()));
    failures.forget(tenantId, clock.instant().minus(MEMORY));
  }

  /** Returns how long to wait after so many attempts beyond the free ones. */
  static Duration waitAfter(int attemptsBeyond) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(DOUBLINGS, attemptsBeyond));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static DomainException tooMany(SignInSubject subject, Instant now, Instant blockedUntil) {
    Duration wait = Duration.between(now, blockedUntil).plusSeconds(1);
    return new DomainException(
        ProblemCode.TOO_MANY_ATTEMPTS,
        ProblemCode.TOO_MANY_ATTEMPTS.title(),
        Map.of("limit", subject.freeAttempts()),
        wait.isNegative() ? Duration.ofSeconds(1) : wait);
  }
}
