package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;

/** Admits exports and imports of each user, for all nodes together. */
@Stateless
@TenantScoped
public class TransferLeases {
  /** How long a node that died keeps its users from another transfer of the same kind. */
  static final Duration DURATION = Duration.ofSeconds(20);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private TransferLeaseRepository leases;
  private RateLimiter rateLimiter;
  private RateLimits limits;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected TransferLeases() {}

  @Inject
  public TransferLeases(
      TransferLeaseRepository leases, RateLimiter rateLimiter, RateLimits limits) {
    this.leases = leases;
    this.rateLimiter = rateLimiter;
    this.limits = limits;
  }

  /**
   * Takes a lease and counts the transfer, whatever comes of it.
   *
   * @throws DomainException {@code RATE_LIMITED} if the caller has one that is running, which is
   *     not counted, or there were too many in the last hour
   */
  public void acquire(Caller caller, TransferLease lease) {
    if (!leases.acquire(caller, lease, DURATION)) {
      throw new DomainException(
          ProblemCode.RATE_LIMITED,
          "Another " + lease.transfer().wireName() + " of yours is running.",
          Map.of(),
          RETRY_AFTER);
    }
    rateLimiter.admit(caller.tenantId(), limit(lease.transfer()), caller.userId());
  }

  private RateLimit limit(Transfer transfer) {
    return switch (transfer) {
      case EXPORT -> limits.exports();
      case IMPORT -> limits.imports();
    };
  }

  /** Lets a lease expire {@link #DURATION} from now. */
  public void renew(Caller caller, TransferLease lease) {
    leases.renew(caller, lease, DURATION);
  }

  /** Lets the caller begin another transfer of this kind. */
  public void release(Caller caller, TransferLease lease) {
    leases.release(caller, lease);
  }
}
