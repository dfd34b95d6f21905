package com.uru.chatbot.usage;

import com.uru.chatbot.tenant.Caller;
import java.time.Duration;

/** The transfers that are running on all nodes. Times are those of the database. */
interface TransferLeaseRepository {
  /**
   * Adds a lease, or replaces an expired one of the caller of the same kind. Returns false if there
   * is one that has not expired.
   */
  boolean acquire(Caller caller, TransferLease lease, Duration duration);

  /** Lets a lease expire after this time. Does nothing if it has been replaced. */
  void renew(Caller caller, TransferLease lease, Duration duration);

  /** Deletes a lease. Does nothing if it has been replaced. */
  void release(Caller caller, TransferLease lease);
}
