package com.uru.chatbot.usage;

import java.util.UUID;

/** Counts what is done, for all nodes together. */
public interface RateLimiter {
  /**
   * Counts one more in the current transaction, which is bound to the tenant: what is rolled back
   * does not count.
   *
   * @param who who does it: an id or an address
   * @throws com.uru.chatbot.shared.DomainException {@code RATE_LIMITED} with the time to wait and
   *     the member {@code limit}
   */
  void admit(UUID tenantId, RateLimit limit, Object who);

  /** Drops what no longer counts, of everybody in the tenant. */
  void forget(UUID tenantId);

  /** Drops every count of the tenant. */
  void clear(UUID tenantId);
}
