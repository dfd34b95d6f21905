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
 * When to ask again although nothing of an answer has come: after a broken connection, a failed
 * provider, or a rate limit that passes soon. What only the user can change is never tried again.
 */
@Dependent
public class RetryPolicy {
  private final int maxRetries;
  private final Duration firstDelay;
  private final Duration longestWait;

  /**
   * Reads the settings; the defaults are in {@code META-INF/microprofile-config.properties}.
   *
   * @param maxRetries tries after the first one
   * @param firstDelay the mean delay before the first retry; doubles with each
   * @param longestWait a provider that asks for more is not asked again
   */
  @Inject
  public RetryPolicy(
      @ConfigProperty(name = "uru.openai.retries") int maxRetries,
      @ConfigProperty(name = "uru.openai.retry-delay") Duration firstDelay,
      @ConfigProperty(name = "uru.openai.longest-retry-wait") Duration longestWait) {
    this.maxRetries = maxRetries;
    this.firstDelay = firstDelay;
    this.longestWait = longestWait;
  }

  /**
   * The delay before the next try after a failure, empty if there is to be none. Whoever waited for
   * a timeout has waited enough.
   */
  Optional<Duration> delayAfter(IOException fault, int retries) {
    if (fault instanceof SocketTimeoutException) {
      return Optional.empty();
    }
    Duration asked =
        fault instanceof ProviderFaultException failed ? failed.problem().retryAfter() : null;
    return asked == null ? jittered(retries) : asked(asked, retries);
  }

  /** The delay before the next try after a refusal, empty if there is to be none. */
  Optional<Duration> delayAfter(DomainException refusal, int retries) {
    return refusal.code() == ProblemCode.PROVIDER_RATE_LIMITED
        ? asked(refusal.retryAfter(), retries)
        : Optional.empty();
  }

  private Optional<Duration> asked(@Nullable Duration wait, int retries) {
    return Optional.ofNullable(wait)
        .filter(time -> retries < maxRetries && time.compareTo(longestWait) <= 0);
  }

  private Optional<Duration> jittered(int retries) {
    if (retries >= maxRetries) {
      return Optional.empty();
    }
    double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
    return Optional.of(Duration.ofMillis(Math.round((firstDelay.toMillis() << retries) * jitter)));
  }
}
