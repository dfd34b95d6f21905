package com.uru.chatbot.generation.node;

import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Drains this node before it is stopped: new generations are refused, running ones are finished or
 * saved as interrupted, and subscribers of generations that run on other nodes are sent there. All
 * other requests are served until the node stops.
 */
@ApplicationScoped
public class NodeDrain {
  private static final Logger LOGGER = System.getLogger(NodeDrain.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** For saving the answers that are interrupted, and for notifying their subscribers. */
  private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(5);

  private ActiveGenerations activeGenerations;
  private StreamLimits streamLimits;
  private GenerationNotices notices;
  private Provider<Duration> grace;
  private Provider<Duration> delay;
  private volatile boolean draining;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected NodeDrain() {}

  /**
   * Readiness asks this bean before the server has read the application's settings, so they are
   * taken when they are needed.
   *
   * @param grace how long running answers may go on before they are saved as interrupted
   * @param delay the least time from the beginning of the drain to its end: what load balancers
   *     need to notice that this node is not ready
   */
  @Inject
  public NodeDrain(
      ActiveGenerations activeGenerations,
      StreamLimits streamLimits,
      GenerationNotices notices,
      @ConfigProperty(name = "uru.shutdown.grace") Provider<Duration> grace,
      @ConfigProperty(name = "uru.shutdown.delay") Provider<Duration> delay) {
    this.activeGenerations = activeGenerations;
    this.streamLimits = streamLimits;
    this.notices = notices;
    this.grace = grace;
    this.delay = delay;
  }

  /** Returns who this node is in the leases; a restarted node is another one. */
  public UUID node() {
    return activeGenerations.node();
  }

  /** Returns whether the drain has begun; it is never taken back. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Refuses what another node can serve as well.
   *
   * @throws DomainException {@code SERVICE_UNAVAILABLE} once the drain has begun
   */
  public void requireServing() {
    if (draining) {
      throw new DomainException(
          ProblemCode.SERVICE_UNAVAILABLE,
          "This server is about to stop; another one takes over.",
          Map.of(),
          RETRY_AFTER);
    }
  }

  /**
   * Drains this node. Blocks until no stream is open, at most for the grace time and some seconds;
   * then the node may be stopped. Idempotent.
   */
  public void drain() throws InterruptedException {
    long begin = System.nanoTime();
    draining = true;
    LOGGER.log(
        Level.INFO, "Draining: {0} answers are being written", activeGenerations.all().size());
    notices.wakeAll();
    if (!streamLimits.awaitIdle(grace.get())) {
      LOGGER.log(
          Level.WARNING,
          "{0} answers still run after {1}; they are saved as interrupted",
          activeGenerations.all().size(),
          grace.get());
      activeGenerations.interruptAll(SAVE_TIMEOUT);
      streamLimits.awaitIdle(SAVE_TIMEOUT);
    }
    Duration spent = Duration.ofNanos(System.nanoTime() - begin);
    Thread.sleep(Math.max(0, delay.get().minus(spent).toMillis()));
    LOGGER.log(Level.INFO, "Drained: this server may be stopped");
  }
}
