package com.uru.chatbot.generation.capacity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many streams each user, or each tenant, has on this node. */
final class StreamLimit {
  /** Streams end when they end; this is a polite guess. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ConcurrentMap<UUID, Integer> open = new ConcurrentHashMap<>();
  private final int maximum;
  private final String messagePrefix;

  /**
   * A count that starts at none.
   *
   * @param messagePrefix the beginning of the sentence that tells who has too many
   */
  StreamLimit(int maximum, String messagePrefix) {
    this.maximum = maximum;
    this.messagePrefix = messagePrefix;
  }

  /**
   * Counts one more.
   *
   * @throws DomainException {@code TOO_MANY_STREAMS} if there are as many as there may be
   */
  void add(UUID id) {
    int count = open.merge(id, 1, Integer::sum);
    if (count > maximum) {
      remove(id);
      throw tooMany(messagePrefix, maximum);
    }
  }

  void remove(UUID id) {
    open.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
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
