package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/**
 * Calls the provider through circuit breaker and bulkhead, and retries calls that failed before the
 * head of a response. Retries are made here and not by MicroProfile's {@code Retry}, which ignores
 * {@code Retry-After} and cannot be interrupted by a user's stop.
 */
@ApplicationScoped
public class UpstreamAccess {
  private static final System.Logger LOGGER = System.getLogger(UpstreamAccess.class.getName());
  private static final Duration BULKHEAD_RETRY_AFTER = Duration.ofSeconds(5);

  private UpstreamGuard guard;
  private RetryPolicy retryPolicy;
  private Duration breakerPause;
  private final AtomicBoolean breakerOpen = new AtomicBoolean();

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamAccess() {}

  /**
   * Creates the access.
   *
   * @param breakerPauseMillis how long an open breaker rejects calls
   */
  @Inject
  public UpstreamAccess(
      UpstreamGuard guard,
      RetryPolicy retryPolicy,
      @ConfigProperty(name = "uru.openai.breaker.pause-millis") int breakerPauseMillis) {
    this.guard = guard;
    this.retryPolicy = retryPolicy;
    this.breakerPause = Duration.ofMillis(breakerPauseMillis);
  }

  /** Creates the bean at start-up, so that its gauge is registered before the first call. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Waits before a retry. */
  @FunctionalInterface
  public interface BackOff {
    /**
     * Sleeps for this time.
     *
     * @throws IOException if the call was cancelled meanwhile
     */
    void sleep(Duration time) throws IOException;
  }

  /**
   * Makes the call, with retries, and returns its result.
   *
   * @throws IOException if the provider failed
   * @throws DomainException if the provider refused the request, or if circuit breaker or bulkhead
   *     rejected the call
   */
  public <T> T open(UpstreamCall<T> call, BackOff backOff) throws IOException {
    for (int retries = 0; ; retries++) {
      Duration delay;
      try {
        return callThroughBreaker(call);
      } catch (IOException fault) {
        delay = retryPolicy.delayAfter(fault, retries).orElseThrow(() -> fault);
      } catch (DomainException refusal) {
        delay = retryPolicy.delayAfter(refusal, retries).orElseThrow(() -> refusal);
      }
      backOff.sleep(delay);
    }
  }

  private <T> T callThroughBreaker(UpstreamCall<T> call) throws IOException {
    try {
      T opened = guard.pass(call);
      if (breakerOpen.compareAndSet(true, false)) {
        LOGGER.log(Level.INFO, "OpenAI responds again: the circuit breaker is closed");
      }
      return opened;
    } catch (CircuitBreakerOpenException e) {
      if (breakerOpen.compareAndSet(false, true)) {
        LOGGER.log(
            Level.WARNING,
            "OpenAI keeps failing: the circuit breaker is open for {0}",
            breakerPause);
      }
      throw unavailable("OpenAI keeps failing; Uru gives it time to recover.", breakerPause);
    } catch (BulkheadException e) {
      throw unavailable("Too many questions are waiting for OpenAI.", BULKHEAD_RETRY_AFTER);
    }
  }

  private static DomainException unavailable(String detail, Duration retryAfter) {
    return new DomainException(ProblemCode.PROVIDER_UNAVAILABLE, detail, Map.of(), retryAfter);
  }

  /** Returns 1 if the breaker rejected the last call, else 0. */
  @Gauge(name = "uru_openai_breaker_open", absolute = true, unit = MetricUnits.NONE)
  public int breakerOpen() {
    return breakerOpen.get() ? 1 : 0;
  }
}
