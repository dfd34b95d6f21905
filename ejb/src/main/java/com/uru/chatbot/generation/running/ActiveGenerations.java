package com.uru.chatbot.generation.running;

import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/** The generations that run on this node. */
@ApplicationScoped
public class ActiveGenerations {
  private final ConcurrentMap<TenantRowId, ActiveGeneration> running = new ConcurrentHashMap<>();
  private final UUID node = UUID.randomUUID();
  private volatile Runnable onChange = () -> {};

  /** Made at the start, so that its gauge is there before the first answer. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Who this node is in the leases; a restarted node is another one. */
  public UUID node() {
    return node;
  }

  /** How many generations run on this node. */
  @Gauge(
      name = "uru_generations_running",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Answers that are being written on this node.")
  public int size() {
    return running.size();
  }

  /**
   * Sets what is called whenever the journal should be flushed: a generation was added, has new
   * content or is to be stopped; must not block.
   */
  public void onChange(Runnable listener) {
    onChange = listener;
  }

  public void add(ActiveGeneration generation) {
    running.put(key(generation), generation);
    generation.subscribe(() -> onChange.run());
    onChange.run();
  }

  public void remove(ActiveGeneration generation) {
    running.remove(key(generation), generation);
    synchronized (this) {
      notifyAll();
    }
  }

  /**
   * Interrupts everything, because this node goes down, and waits until all of it is saved.
   *
   * @param timeout how long to wait; what is not saved by then ends with its lease
   */
  public synchronized void interruptAll(Duration timeout) throws InterruptedException {
    running.values().forEach(ActiveGeneration::interrupt);
    long deadline = System.nanoTime() + timeout.toNanos();
    long millis = timeout.toMillis();
    while (!running.isEmpty() && millis > 0) {
      wait(millis);
      millis = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /** A running generation of this caller; nobody else's can be found. */
  public Optional<ActiveGeneration> find(Caller caller, UUID id) {
    return Optional.ofNullable(running.get(new TenantRowId(caller.tenantId(), id)))
        .filter(found -> found.caller().userId().equals(caller.userId()));
  }

  public boolean contains(UUID tenantId, UUID id) {
    return running.containsKey(new TenantRowId(tenantId, id));
  }

  public boolean isEmpty() {
    return running.isEmpty();
  }

  public Collection<ActiveGeneration> all() {
    return running.values();
  }

  /** Has the journal ask at once how to stop these, if any of them runs on this node. */
  public void requestStops(Set<UUID> ids) {
    boolean runsHere =
        running.values().stream().anyMatch(active -> ids.contains(active.generation().id()));
    if (runsHere) {
      onChange.run();
    }
  }

  /** Stops local generations for which a stop was requested through any node. */
  public void stop(List<StopRequest> requests) {
    for (StopRequest request : requests) {
      running.values().stream()
          .filter(generation -> generation.generation().id().equals(request.generationId()))
          .forEach(generation -> generation.stop(request.seenLength()));
    }
  }

  private static TenantRowId key(ActiveGeneration generation) {
    return new TenantRowId(generation.caller().tenantId(), generation.generation().id());
  }
}
