package com.uru.chatbot.generation.node;

import com.uru.chatbot.generation.capacity.StreamThreads;
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
 * The way out of this node, before it is stopped: nothing new begins, what runs is finished or
 * saved, and readers of what another node writes are sent there. All else is served to the end.
 */
@ApplicationScoped
public class NodeDrain {
  private static final Logger LOGGER = System.getLogger(NodeDrain.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** For saving what is cut short, and for telling its readers. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private ActiveGenerations activeGenerations;
  private StreamThreads threads;
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
      StreamThreads threads,
      GenerationNotices notices,
      @ConfigProperty(name = "uru.shutdown.grace") Provider<Duration> grace,
      @ConfigProperty(name = "uru.shutdown.delay") Provider<Duration> delay) {
    this.activeGenerations = activeGenerations;
    this.threads = threads;
    this.notices = notices;
    this.grace = grace;
    this.delay = delay;
  }

  /** Returns who this node is in the leases; a restarted node is another one. */
  public UUID node() {
    return activeGenerations.node();
  }

  /** Whether this node is on its way out; it never comes back. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Sends away what another node can do as well.
   *
   * @throws DomainException {@code SERVICE_UNAVAILABLE} once this node is on its way out
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
   * Drains this node. Blocks until nothing runs any more, at most for the grace time and some
   * seconds; then it may be stopped. Doing it twice is harmless.
   */
  public void drain() throws InterruptedException {
    long begin = System.nanoTime();
    draining = true;
    LOGGER.log(
        Level.INFO, "Draining: {0} answers are being written", activeGenerations.all().size());
    notices.wakeAll();
    if (!threads.awaitIdle(grace.get())) {
      LOGGER.log(
          Level.WARNING,
          "{0} answers still run after {1}; they are saved as interrupted",
          activeGenerations.all().size(),
          grace.get());
      activeGenerations.interruptAll(LAST_WORDS);
      threads.awaitIdle(LAST_WORDS);
    }
    Duration spent = Duration.ofNanos(System.nanoTime() - begin);
    Thread.sleep(Math.max(0, delay.get().minus(spent).toMillis()));
    LOGGER.log(Level.INFO, "Drained: this server may be stopped");
  }
}
