package com.uru.chatbot.generation.capacity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Limits the streams that each user, or each tenant, has on this node. */
final class PerOwnerLimit {
  /** An estimate: nobody knows when a stream ends. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ConcurrentMap<UUID, Integer> open = new ConcurrentHashMap<>();
  private final int maximum;
  private final String messagePrefix;

  /**
   * Creates a limit that nobody has used yet.
   *
   * @param maximum how many streams one owner may have
   * @param messagePrefix the beginning of the sentence that says who has too many streams
   */
  PerOwnerLimit(int maximum, String messagePrefix) {
    this.maximum = maximum;
    this.messagePrefix = messagePrefix;
  }

  /**
   * Counts one more stream of this owner.
   *
   * @throws DomainException {@code TOO_MANY_STREAMS} if the owner already has the maximum
   */
  void add(UUID owner) {
    int count = open.merge(owner, 1, Integer::sum);
    if (count > maximum) {
      remove(owner);
      throw tooMany(messagePrefix, maximum);
    }
  }

  void remove(UUID owner) {
    open.computeIfPresent(owner, (same, count) -> count == 1 ? null : count - 1);
  }

  static DomainException tooMany(String messagePrefix, int maximum) {
    return new DomainException(
        ProblemCode.TOO_MANY_STREAMS,
        messagePrefix
            + " reached the limit of "
            + maximum
            + " answers and readers at the same time.",
        Map.of("limit", maximum),
        RETRY_AFTER);
  }
}
