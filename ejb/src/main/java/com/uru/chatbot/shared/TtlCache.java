package com.uru.chatbot.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cache whose entries expire after a fixed time, and at once when the clock is set back to before
 * they were put. When it is full, the entry that was put first makes room. For any threads.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class TtlCache<K, V> {
  /** In the order in which they were put. */
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

  private final Duration ttl;
  private final int maxSize;

  /**
   * Creates an empty cache.
   *
   * @param ttl the time for which an entry is returned
   * @param maxSize the most entries, at least 1
   */
  public TtlCache(Duration ttl, int maxSize) {
    this.ttl = ttl;
    this.maxSize = maxSize;
  }

  /** Returns the cached value, or empty if there is none or it has expired. */
  public synchronized Optional<V> get(K key, Instant now) {
    return Optional.ofNullable(entries.get(key))
        .filter(entry -> !now.isBefore(entry.at()) && now.isBefore(entry.at().plus(ttl)))
        .map(Entry::value);
  }

  /** Caches a value from now on, in place of an earlier one. */
  public synchronized void put(K key, V value, Instant now) {
    entries.remove(key);
    if (entries.size() >= maxSize) {
      entries.remove(entries.keySet().iterator().next());
    }
    entries.put(key, new Entry<>(value, now));
  }

  /** Removes a value, so that the next caller reads it anew. */
  public synchronized void remove(K key) {
    entries.remove(key);
  }

  private record Entry<V>(V value, Instant at) {}
}
