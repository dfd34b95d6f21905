package com.uru.chatbot.generation.capacity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/**
 * Limits how many streams this node holds at the same time, in all and for each user and tenant.
 * Running answers, their readers and titles being made count alike. Nothing waits for a permit: a
 * stream gets one at once or is refused.
 */
@ApplicationScoped
public class StreamLimits {
  private int maxPerNode;
  private Semaphore nodePermits;
  private PerOwnerLimit tenantLimit;
  private PerOwnerLimit userLimit;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected StreamLimits() {}

  /** Creates limits of which nothing is used yet; each is at least 1. */
  @Inject
  public StreamLimits(
      @ConfigProperty(name = "uru.streams.max-per-node") int maxPerNode,
      @ConfigProperty(name = "uru.streams.max-per-tenant") int maxPerTenant,
      @ConfigProperty(name = "uru.streams.max-per-user") int maxPerUser) {
    this.maxPerNode = maxPerNode;
    this.nodePermits = new Semaphore(maxPerNode);
    this.tenantLimit = new PerOwnerLimit(maxPerTenant, "Your organisation has");
    this.userLimit = new PerOwnerLimit(maxPerUser, "You have");
  }

  /** Creates the bean at start-up, so that its gauges are there before the first stream. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /**
   * Acquires a permit for one stream of the caller.
   *
   * @throws DomainException {@code TOO_MANY_STREAMS} if the caller, the tenant or the node has as
   *     many streams as allowed
   */
  public StreamPermit acquire(Caller caller) {
    userLimit.add(caller.userId());
    try {
      tenantLimit.add(caller.tenantId());
    } catch (DomainException full) {
      userLimit.remove(caller.userId());
      throw full;
    }
    if (!nodePermits.tryAcquire()) {
      releaseCounts(caller);
      throw PerOwnerLimit.tooMany("This server has", maxPerNode);
    }
    return new StreamPermit(
        () -> {
          releaseCounts(caller);
          nodePermits.release();
        });
  }

  private void releaseCounts(Caller caller) {
    tenantLimit.remove(caller.tenantId());
    userLimit.remove(caller.userId());
  }

  /** Returns how many streams this node holds, of all kinds. */
  @Gauge(
      name = "uru_streams_open",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Answers being written, their readers and titles being made on this node.")
  public int open() {
    return maxPerNode - nodePermits.availablePermits();
  }

  /** Returns how many streams this node may hold. */
  @Gauge(
      name = "uru_streams_max",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "How many streams this node may hold: URU_STREAMS_MAX_PER_NODE.")
  public int max() {
    return maxPerNode;
  }

  /**
   * Waits until this node holds no stream.
   *
   * @return false if it still holds one after the timeout
   */
  public boolean awaitIdle(Duration timeout) throws InterruptedException {
    boolean idle = nodePermits.tryAcquire(maxPerNode, timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (idle) {
      nodePermits.release(maxPerNode);
    }
    return idle;
  }
}
