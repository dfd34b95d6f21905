package com.uru.chatbot.openai;

import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to ask again although nothing of an answer has come: after a broken connection, an
 * overloaded provider, or a rate limit that passes soon. What only the user can change is never
 * tried again.
 *
 * @param maxRetries tries after the first one
 * @param firstDelay the mean delay before the first retry; doubles with each
 * @param longestWait a provider that asks for more is not asked again
 */
record RetryPolicy(int maxRetries, Duration firstDelay, Duration longestWait) {
  static final RetryPolicy DEFAULT =
      new RetryPolicy(2, Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final Set<Integer> TRANSIENT_STATUS = Set.of(500, 502, 503, 504, 529);

  /** The delay before the next try after an error, empty if there is to be none. */
  Optional<Duration> delayAfter(OpenAiError error, int retries) {
    Duration asked = error.retryAfter();
    ProblemCode code = OpenAiErrors.code(error);
    boolean overloaded =
        code == ProblemCode.PROVIDER_UNAVAILABLE && TRANSIENT_STATUS.contains(error.status());
    if (overloaded && asked == null) {
      return delayAfterFailure(retries);
    }
    boolean passes = overloaded || code == ProblemCode.PROVIDER_RATE_LIMITED;
    return Optional.ofNullable(asked)
        .filter(wait -> passes && retries < maxRetries && wait.compareTo(longestWait) <= 0);
  }

  /** The delay before the next try after a failed connection, empty if there is to be none. */
  Optional<Duration> delayAfterFailure(int retries) {
    if (retries >= maxRetries) {
      return Optional.empty();
    }
    double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
    return Optional.of(Duration.ofMillis(Math.round((firstDelay.toMillis() << retries) * jitter)));
  }
}
