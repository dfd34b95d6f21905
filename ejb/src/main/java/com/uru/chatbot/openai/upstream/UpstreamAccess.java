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
 * Asks the provider through the guard, and again as long as nothing of an answer has come and there
 * is use in it. The provider's pauses are kept here and not by MicroProfile's {@code Retry}, which
 * knows no {@code Retry-After} and sleeps through a user's stop.
 */
@ApplicationScoped
public class UpstreamAccess {
  private static final System.Logger LOGGER = System.getLogger(UpstreamAccess.class.getName());
  private static final Duration BULKHEAD_WAIT = Duration.ofSeconds(5);

  private UpstreamGuard guard;
  private RetryPolicy retryPolicy;
  private Duration breakerPause;
  private final AtomicBoolean breakerOpen = new AtomicBoolean();

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamAccess() {}

  /**
   * Access through the guard.
   *
   * @param breakerPauseMillis how long an open breaker lets nothing through
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

  /** Made at the start, so that its gauge is there before the first question. */
  void makeAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Waits, unless there is no more use in it. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Blocks for this time.
     *
     * @throws IOException if the wait was broken off
     */
    void of(Duration time) throws IOException;
  }

  /**
   * The beginning of an answer.
   *
   * @throws IOException if the provider failed
   * @throws DomainException if the provider refused, or if it was not asked because it is known to
   *     be down
   */
  public <T> T open(UpstreamCall<T> call, Pause pause) throws IOException {
    for (int retries = 0; ; retries++) {
      Duration delay;
      try {
        return pass(call);
      } catch (IOException fault) {
        delay = retryPolicy.delayAfter(fault, retries).orElseThrow(() -> fault);
      } catch (DomainException refusal) {
        delay = retryPolicy.delayAfter(refusal, retries).orElseThrow(() -> refusal);
      }
      pause.of(delay);
    }
  }

  private <T> T pass(UpstreamCall<T> call) throws IOException {
    try {
      T opened = guard.pass(call);
      if (breakerOpen.compareAndSet(true, false)) {
        LOGGER.log(Level.INFO, "OpenAI answers again: the breaker lets calls through");
      }
      return opened;
    } catch (CircuitBreakerOpenException e) {
      if (breakerOpen.compareAndSet(false, true)) {
        LOGGER.log(
            Level.WARNING, "OpenAI keeps failing: the breaker is open for {0}", breakerPause);
      }
      throw unavailable("OpenAI keeps failing; Uru gives it time to recover.", breakerPause);
    } catch (BulkheadException e) {
      throw unavailable("Too many questions are waiting for OpenAI.", BULKHEAD_WAIT);
    }
  }

  private static DomainException unavailable(String detail, Duration retryAfter) {
    return new DomainException(ProblemCode.PROVIDER_UNAVAILABLE, detail, Map.of(), retryAfter);
  }

  /** 1 if the breaker refused the last call, else 0; how long it was open, its own metrics tell. */
  @Gauge(name = "uru_openai_breaker_open", absolute = true, unit = MetricUnits.NONE)
  public int breakerOpen() {
    return breakerOpen.get() ? 1 : 0;
  }
}
