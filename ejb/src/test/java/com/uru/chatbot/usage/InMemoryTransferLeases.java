package com.uru.chatbot.usage;

import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Leases whose time passes when a test says so. */
public final class InMemoryTransferLeases implements TransferLeaseRepository {
  private record Stored(TransferLease lease, Duration expiresAt) {}

  private final Map<List<Object>, Stored> stored = new HashMap<>();
  private Duration now = Duration.ZERO;

  /** Returns permits of one node that has no other beside it. */
  public static TransferPermits permits(RateLimits limits) {
    return new InMemoryTransferLeases().node(limits);
  }

  /** Returns the permits of a new node. */
  TransferPermits node(RateLimits limits) {
    return new TransferPermits(new TransferLeases(this, new InMemoryRateLimiter(), limits));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  private static List<Object> key(Caller caller, TransferLease lease) {
    return List.of(caller.tenantId(), caller.userId(), lease.transfer());
  }

  @Override
  public boolean acquire(Caller caller, TransferLease lease, Duration duration) {
    Stored other = stored.get(key(caller, lease));
    if (other != null && other.expiresAt.compareTo(now) > 0) {
      return false;
    }
    stored.put(key(caller, lease), new Stored(lease, now.plus(duration)));
    return true;
  }

  @Override
  public void renew(Caller caller, TransferLease lease, Duration duration) {
    stored.computeIfPresent(
        key(caller, lease),
        (key, found) -> found.lease.equals(lease) ? new Stored(lease, now.plus(duration)) : found);
  }

  @Override
  public void release(Caller caller, TransferLease lease) {
    stored.computeIfPresent(
        key(caller, lease), (key, found) -> found.lease.equals(lease) ? null : found);
  }
}
