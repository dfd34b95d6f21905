package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Admits one export and one import at a time for each user, and a few for all users of this node,
 * whose leases it renews. A transfer whose lease expires because the database was away goes on, but
 * does not keep its user from another one. For any threads.
 */
@Singleton
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class TransferPermits {
  private static final Logger LOGGER = System.getLogger(TransferPermits.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private TransferLeases leases;

  /** What this node does, by the ids of the leases. */
  private final Map<UUID, Held> held = new HashMap<>();

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected TransferPermits() {}

  @Inject
  public TransferPermits(TransferLeases leases) {
    this.leases = leases;
  }

  private record Held(Caller caller, TransferLease lease) {}

  /** A transfer that was admitted; closing it twice is the same as once. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Admits a transfer, until the permit is closed.
   *
   * @throws DomainException {@code RATE_LIMITED} if the caller has one of this kind on any node,
   *     has begun too many in the last hour, or too many users of this node have one
   */
  public Permit acquire(Caller caller, Transfer transfer) {
    Held admitted = new Held(caller, new TransferLease(transfer, UUID.randomUUID()));
    takePlace(admitted);
    try {
      leases.acquire(caller, admitted.lease);
    } catch (RuntimeException e) {
      givePlaceBack(admitted);
      throw e;
    }
    return () -> {
      if (givePlaceBack(admitted)) {
        release(admitted);
      }
    };
  }

  private void takePlace(Held taking) {
    Transfer transfer = taking.lease.transfer();
    synchronized (held) {
      long running = held.values().stream().filter(h -> h.lease.transfer() == transfer).count();
      if (running >= transfer.maxOnNode()) {
        throw new DomainException(
            ProblemCode.RATE_LIMITED,
            "Others use all places for an " + transfer.wireName() + ".",
            Map.of(),
            RETRY_AFTER);
      }
      held.put(taking.lease.id(), taking);
    }
  }

  private boolean givePlaceBack(Held taken) {
    synchronized (held) {
      return held.remove(taken.lease.id()) != null;
    }
  }

  /** A lease that cannot be released expires. */
  private void release(Held ended) {
    try {
      leases.release(ended.caller, ended.lease);
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "A transfer's lease was not released", e);
    }
  }

  /** Renews the leases of what this node does, a few times before they would expire. */
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  public void renew() {
    Map<UUID, Held> running;
    synchronized (held) {
      running = Map.copyOf(held);
    }
    running.values().forEach(this::renew);
  }

  private void renew(Held running) {
    try {
      leases.renew(running.caller, running.lease);
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "A transfer's lease was not renewed this time", e);
    }
  }
}
