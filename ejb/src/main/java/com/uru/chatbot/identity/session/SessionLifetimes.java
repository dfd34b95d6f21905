package com.uru.chatbot.identity.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long login sessions last: {@code URU_SESSION_IDLE} without use, {@code URU_SESSION_MAX} at
 * the longest. Both hold for sessions that exist as well.
 */
@ApplicationScoped
public class SessionLifetimes {
  /** A page in use renews its tokens every ten minutes. */
  private static final Duration SHORTEST = Duration.ofMinutes(15);

  /** Browsers keep no cookie longer. */
  private static final Duration LONGEST = Duration.ofDays(400);

  private Duration idle;
  private Duration max;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SessionLifetimes() {}

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException whose message names the setting and what it should be
   */
  @Inject
  public SessionLifetimes(
      @ConfigProperty(name = "uru.session.idle") String idle,
      @ConfigProperty(name = "uru.session.max") String max) {
    this.idle = durationOf("URU_SESSION_IDLE", idle);
    this.max = durationOf("URU_SESSION_MAX", max);
    if (this.idle.compareTo(this.max) > 0) {
      throw new IllegalArgumentException(
          "URU_SESSION_IDLE (%s) is longer than URU_SESSION_MAX (%s).".formatted(idle, max));
    }
  }

  private static Duration durationOf(String setting, String text) {
    Duration duration;
    try {
      duration = Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\": write an ISO 8601 duration, for example P7D for seven days or PT12H."
              .formatted(setting, text),
          e);
    }
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is %s: use a duration from PT15M to P400D.".formatted(setting, text));
    }
    return duration;
  }

  /** Makes bad settings stop the start instead of the first sign-in. */
  void requireAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    lastEnd(Instant.EPOCH);
  }

  /** Returns when a session ends at the latest that is opened now. */
  Instant lastEnd(Instant now) {
    return now.plus(max);
  }

  /** Returns when a session ends that was last used now, if it is not used again. */
  Instant nextEnd(LoginSession session, Instant now) {
    Instant idleEnd = now.plus(idle);
    Instant lastEnd = earlier(session.expiresAt(), lastEnd(session.createdAt()));
    return earlier(idleEnd, lastEnd);
  }

  /** Returns whether a session is alive: it has not ended, and neither lifetime is over. */
  public boolean allow(LoginSession session, Instant now) {
    return session.isAliveAt(now) && now.isBefore(nextEnd(session, session.lastUsedAt()));
  }

  /** Returns the time of the last use before which a session is over, if it was not used since. */
  public Instant idleSince(Instant now) {
    return now.minus(idle);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
