package com.uru.chatbot.identity.credential;

import com.uru.chatbot.identity.user.EmailAddress;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Slows guessing down: after its free attempts without a success a subject waits 30 seconds, then
 * twice as long each time, up to 15 minutes; a network address that tries many accounts always 30
 * seconds. An attempt counts before the password is looked at, so that guesses made at the same
 * time count as well.
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
  private int freeAttemptsOfNetwork;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SignInThrottle() {}

  /**
   * Creates the throttle.
   *
   * @param freeAttemptsOfNetwork failed attempts of unknown devices at one network address, for all
   *     accounts together, that are free of a wait; at least 1
   */
  @Inject
  public SignInThrottle(
      SignInFailureRepository failures,
      TenantContext tenantContext,
      Clock clock,
      @ConfigProperty(name = "uru.rate-limit.sign-in-failures-per-address")
          int freeAttemptsOfNetwork) {
    this.failures = failures;
    this.tenantContext = tenantContext;
    this.clock = clock;
    this.freeAttemptsOfNetwork = freeAttemptsOfNetwork;
  }

  /** Returns what an attempt from an unknown device counts for. */
  public List<SignInSubject> subjectsOf(EmailAddress email, String networkAddress) {
    return List.of(
        SignInSubject.ofAddress(email, networkAddress),
        SignInSubject.ofAllAddresses(email),
        SignInSubject.ofNetwork(networkAddress, freeAttemptsOfNetwork));
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
      Duration wait = waitAfter(subject.hasManyAccounts() ? 0 : beyond);
      failures.block(tenantId, subject.hash(), now.plus(wait));
    }
  }

  /**
   * Forgets what was counted for the subjects, which have signed in, and what is old of others. For
   * a network address only this attempt is forgotten: a thief of passwords may have an account.
   */
  @Transactional
  public void succeeded(UUID tenantId, List<SignInSubject> subjects) {
    tenantContext.enterTenant(tenantId);
    for (SignInSubject subject : subjects) {
      if (subject.hasManyAccounts()) {
        failures.takeBack(tenantId, subject.hash());
      } else {
        failures.clear(tenantId, subject.hash());
      }
    }
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
