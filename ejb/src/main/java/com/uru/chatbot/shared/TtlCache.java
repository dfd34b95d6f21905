package com.uru.chatbot.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found out a moment ago and need not be found out again. It lasts for a fixed time, not
 * longer when the clock is set back, and forgets all of it when it becomes too much. For any
 * threads.
 *
 * @param <K> what was asked
 * @param <V> what was found
 */
public final class ShortMemory<K, V> {
  private final Map<K, Remembered<V>> remembered = new ConcurrentHashMap<>();
  private final Duration span;
  private final int most;

  /**
   * An empty memory.
   *
   * @param span how long something is remembered
   * @param most how many things at the same time
   */
  public ShortMemory(Duration span, int most) {
    this.span = span;
    this.most = most;
  }

  /** What was found for this key, unless that is too long ago. */
  public Optional<V> recall(K key, Instant now) {
    return Optional.ofNullable(remembered.get(key))
        .filter(found -> !now.isBefore(found.at()) && now.isBefore(found.at().plus(span)))
        .map(Remembered::value);
  }

  /** Keeps what was found just now. */
  public void remember(K key, V value, Instant now) {
    if (remembered.size() >= most) {
      remembered.clear();
    }
    remembered.put(key, new Remembered<>(value, now));
  }

  /** Makes the next one find out anew. */
  public void forget(K key) {
    remembered.remove(key);
  }

  private record Remembered<V>(V value, Instant at) {}
}
