package com.uru.chatbot.openai.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one {@link CallTarget}. It looks at the latest calls of the last five
 * minutes, no more than a third of them by one user, and opens when enough of them have failed and
 * the failed ones are calls of at least three users.
 *
 * <p>An open breaker rejects all calls for the pause. From then on it allows, once in each pause,
 * trial calls of three users, and closes after enough successful ones. A failed trial rejects
 * further calls of its user only. For any threads.
 */
final class UpstreamBreaker {
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int TRIALS = BreakerSettings.MIN_USERS;

  private final BreakerSettings settings;
  private final Deque<Outcome> window = new ArrayDeque<>();
  private final Set<String> usersTrying = new HashSet<>();
  private final Set<String> usersFailed = new HashSet<>();
  private boolean open;
  private long pauseStart;
  private int trials;
  private int successfulTrials;
  private long lastFailure;

  /**
   * Creates a closed breaker.
   *
   * @param now the time in nanoseconds, as everywhere in this class
   */
  UpstreamBreaker(BreakerSettings settings, long now) {
    this.settings = settings;
    this.lastFailure = now;
  }

  private record Outcome(String user, boolean failed, long at) {}

  /**
   * The decision about one call.
   *
   * @param trial whether the breaker is open and the call tries whether it can be closed
   * @param retryAfter when to try again if the call is rejected, else null
   */
  record Decision(boolean trial, @Nullable Duration retryAfter) {
    static final Decision ALLOWED = new Decision(false, null);
    static final Decision TRIAL = new Decision(true, null);
  }

  /** Decides whether the user may make a call now. */
  synchronized Decision decide(String user, long now) {
    if (!open) {
      return Decision.ALLOWED;
    }
    if (now - pauseStart >= settings.pause().toNanos()) {
      pauseStart = now;
      trials = TRIALS;
      // A trial that hangs must not take the place of a new one.
      usersTrying.clear();
      usersFailed.clear();
    }
    boolean free = usersTrying.size() + usersFailed.size() < trials;
    if (free && !usersFailed.contains(user) && usersTrying.add(user)) {
      return Decision.TRIAL;
    }
    return new Decision(false, settings.pause().minusNanos(now - pauseStart));
  }

  /** Records that a call has failed; returns whether that has opened the breaker. */
  synchronized boolean failed(String user, boolean trial, long now) {
    lastFailure = now;
    if (open) {
      if (trial) {
        usersTrying.remove(user);
        usersFailed.add(user);
      }
      return false;
    }
    add(new Outcome(user, true, now));
    if (!mustOpen()) {
      return false;
    }
    open = true;
    pauseStart = now;
    trials = 0;
    successfulTrials = 0;
    window.clear();
    return true;
  }

  /** Records that a call has succeeded; returns whether that has closed the breaker. */
  synchronized boolean succeeded(String user, boolean trial, long now) {
    if (!open) {
      add(new Outcome(user, false, now));
      return false;
    }
    if (!trial) {
      return false;
    }
    usersTrying.remove(user);
    successfulTrials++;
    if (successfulTrials < settings.successes()) {
      return false;
    }
    open = false;
    usersTrying.clear();
    usersFailed.clear();
    return true;
  }

  /** Releases a trial that has ended without an outcome. */
  synchronized void releaseTrial(String user) {
    usersTrying.remove(user);
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** Returns whether the last failure is so long ago that the breaker can be dropped. */
  synchronized boolean isStale(long now) {
    long keptNanos = Math.max(WINDOW.toNanos(), settings.pause().toNanos());
    return now - lastFailure > keptNanos;
  }

  private void add(Outcome outcome) {
    window.removeIf(old -> outcome.at() - old.at() > WINDOW.toNanos());
    List<Outcome> ofUser =
        window.stream().filter(old -> old.user().equals(outcome.user())).toList();
    if (ofUser.size() >= settings.callsOfOneUser()) {
      window.remove(ofUser.get(0));
    }
    window.add(outcome);
    if (window.size() > settings.calls()) {
      window.remove();
    }
  }

  private boolean mustOpen() {
    List<String> failures = window.stream().filter(Outcome::failed).map(Outcome::user).toList();
    return window.size() >= settings.calls()
        && failures.size() >= settings.failures()
        && failures.stream().distinct().count() >= BreakerSettings.MIN_USERS;
  }
}
