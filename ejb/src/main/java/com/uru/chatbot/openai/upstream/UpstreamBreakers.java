package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/**
 * The circuit breakers of this node, one for each {@link CallTarget} whose calls have failed
 * lately. They are not MicroProfile's, which has one breaker for each method and does not know
 * whose calls fail.
 */
@ApplicationScoped
public class UpstreamBreakers {
  private static final System.Logger LOGGER = System.getLogger(UpstreamBreakers.class.getName());
  private static final int MAX_BREAKERS = 1_000;

  private final Map<CallTarget, UpstreamBreaker> breakers = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private BreakerSettings settings;
  private LongSupplier nanoTime;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamBreakers() {}

  @Inject
  public UpstreamBreakers(BreakerSettings settings) {
    this(settings, System::nanoTime);
  }

  UpstreamBreakers(BreakerSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Creates the bean at start-up, so that its gauges are registered before the first call. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /**
   * Allows a call.
   *
   * @param user a hash that tells users apart
   * @throws DomainException if the breaker of the target is open
   */
  public Permit acquire(CallTarget target, String user) {
    long now = nanoTime.getAsLong();
    UpstreamBreaker breaker = breakers.get(target);
    if (breaker == null) {
      return new Permit(target, user, false);
    }
    if (breaker.isStale(now)) {
      breakers.remove(target, breaker);
      return new Permit(target, user, false);
    }
    UpstreamBreaker.Decision decision = breaker.decide(user, now);
    if (decision.retryAfter() != null) {
      throw rejection(decision.retryAfter());
    }
    return new Permit(target, user, decision.trial());
  }

  private static DomainException rejection(Duration retryAfter) {
    return new DomainException(
        ProblemCode.PROVIDER_UNAVAILABLE,
        "OpenAI keeps failing for this model; Uru gives it time to recover.",
        Map.of(DomainException.ACTION, "Try again in a moment, or choose another model."),
        retryAfter);
  }

  /** Returns how many models are closed to questions because the provider fails for them. */
  @Gauge(
      name = "uru_openai_breaker_open",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Models whose questions are refused because OpenAI fails for them.")
  public long open() {
    long now = nanoTime.getAsLong();
    return breakers.entrySet().stream()
        .filter(entry -> entry.getKey().purpose() == ChatRequest.Purpose.ANSWER)
        .filter(entry -> entry.getValue().isOpen() && !entry.getValue().isStale(now))
        .count();
  }

  /** Returns how many breakers there are, open or closed. */
  int size() {
    return breakers.size();
  }

  /** Returns the calls that have failed since the start, titles included. */
  @Gauge(
      name = "uru_openai_calls_failed",
      absolute = true,
      unit = MetricUnits.NONE,
      description =
          "Attempts since the start that failed through no fault of a user, titles included.")
  public long failures() {
    return failures.get();
  }

  /** Returns the breaker of a target; beyond the limit a new one is not kept, and never opens. */
  private UpstreamBreaker getOrCreate(CallTarget target, long now) {
    if (breakers.size() >= MAX_BREAKERS) {
      breakers.values().removeIf(breaker -> breaker.isStale(now));
    }
    UpstreamBreaker created = new UpstreamBreaker(settings, now);
    if (breakers.size() >= MAX_BREAKERS) {
      return breakers.getOrDefault(target, created);
    }
    UpstreamBreaker existing = breakers.putIfAbsent(target, created);
    return existing == null ? created : existing;
  }

  /**
   * Permission for one call. The outcome counts for the target that has answered, which is another
   * one if the provider has named another host. Closing a permit without an outcome records that
   * the call told nothing about the provider.
   */
  public final class Permit implements AutoCloseable {
    private final CallTarget target;
    private final String user;
    private boolean trial;

    private Permit(CallTarget target, String user, boolean trial) {
      this.target = target;
      this.user = user;
      this.trial = trial;
    }

    /** Records that the provider has begun to answer. */
    void succeeded(CallTarget asked) {
      UpstreamBreaker breaker = breakers.get(asked);
      if (breaker != null && breaker.succeeded(user, endTrial(asked), nanoTime.getAsLong())) {
        LOGGER.log(Level.INFO, "Closed the circuit breaker of {0}", asked);
      }
    }

    /** Records that the provider has failed. */
    void failed(CallTarget asked) {
      long now = nanoTime.getAsLong();
      failures.incrementAndGet();
      if (getOrCreate(asked, now).failed(user, endTrial(asked), now)) {
        LOGGER.log(
            Level.WARNING,
            "Opened the circuit breaker of {0} for {1}: calls of several users have failed",
            asked,
            settings.pause());
      }
    }

    /** Ends the trial if this call was one for the target, and returns whether it was. */
    private boolean endTrial(CallTarget asked) {
      boolean ended = trial && asked.equals(target);
      trial &= !ended;
      return ended;
    }

    @Override
    public void close() {
      UpstreamBreaker breaker = breakers.get(target);
      if (trial && breaker != null) {
        breaker.releaseTrial(user);
      }
    }
  }
}
