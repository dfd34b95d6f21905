package com.uru.chatbot.usage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A limiter for which time stands still. */
public final class InMemoryRateLimiter implements RateLimiter {
  private final Map<List<Object>, Integer> uses = new ConcurrentHashMap<>();

  @Override
  public void admit(UUID tenantId, RateLimit limit, Object who) {
    if (uses.merge(List.of(tenantId, limit.what(), who), 1, Integer::sum) > limit.count()) {
      throw limit.reached(Duration.ofSeconds(1));
    }
  }

  @Override
  public void forget(UUID tenantId) {
    // Without time nothing ages.
  }

  @Override
  public void clear(UUID tenantId) {
    uses.keySet().removeIf(key -> key.get(0).equals(tenantId));
  }
}
