package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when a call is retried that failed before the head of a response: after a
 * failed connection, a failure of the provider, or a rate limit that ends soon. Other refusals are
 * never retried.
 */
@Dependent
public class RetryPolicy {
  private final int maxRetries;
  private final Duration minDelay;
  private final Duration maxDelay;

  /**
   * Reads the settings.
   *
   * @param maxRetries attempts after the first one
   * @param minDelay the mean delay before the first retry; it doubles with each retry
   * @param maxDelay a call is not retried if the provider requests a longer delay
   */
  @Inject
  public RetryPolicy(
      @ConfigProperty(name = "uru.openai.retries") int maxRetries,
      @ConfigProperty(name = "uru.openai.retry-delay") Duration minDelay,
      @ConfigProperty(name = "uru.openai.longest-retry-wait") Duration maxDelay) {
    this.maxRetries = maxRetries;
    this.minDelay = minDelay;
    this.maxDelay = maxDelay;
  }

  /**
   * Returns the delay before the next attempt after a failure, or empty if the call is not retried.
   * A timeout is not retried: the user has waited long enough.
   */
  Optional<Duration> delayAfter(IOException fault, int retries) {
    if (fault instanceof SocketTimeoutException) {
      return Optional.empty();
    }
    Duration requested =
        fault instanceof ProviderFaultException failed ? failed.problem().retryAfter() : null;
    return requested == null ? jittered(retries) : requested(requested, retries);
  }

  /** Returns the delay before the next attempt after a refusal, or empty if it is not retried. */
  Optional<Duration> delayAfter(DomainException refusal, int retries) {
    return refusal.code() == ProblemCode.PROVIDER_RATE_LIMITED
        ? requested(refusal.retryAfter(), retries)
        : Optional.empty();
  }

  private Optional<Duration> requested(@Nullable Duration delay, int retries) {
    return Optional.ofNullable(delay)
        .filter(requestedDelay -> retries < maxRetries && requestedDelay.compareTo(maxDelay) <= 0);
  }

  private Optional<Duration> jittered(int retries) {
    if (retries >= maxRetries) {
      return Optional.empty();
    }
    double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
    return Optional.of(Duration.ofMillis(Math.round((minDelay.toMillis() << retries) * jitter)));
  }
}
