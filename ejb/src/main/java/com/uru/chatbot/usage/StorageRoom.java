package com.uru.chatbot.usage;

import com.uru.chatbot.usage.Quota.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The storage that a user has left, of which parts are taken one after the other. For one thread.
 */
public final class StorageRoom {
  private final List<Quota> quotas;
  private long conversationsTaken;
  private long bytesTaken;

  StorageRoom(List<Quota> quotas) {
    this.quotas = quotas;
  }

  /**
   * Takes a part.
   *
   * @return why there is no room for it, with what is stored already; empty if it was taken
   */
  public Optional<String> takeOrExplain(long conversations, long bytes) {
    return take(conversations, bytes).map(Quota::detail);
  }

  /** Takes a part, or returns the limit that has no room for it. */
  Optional<Quota> take(long conversations, long bytes) {
    Optional<Quota> full =
        quotas.stream()
            .filter(
                quota ->
                    quota.measure() == Measure.BYTES
                        ? isBeyond(quota, bytesTaken, bytes)
                        : isBeyond(quota, conversationsTaken, conversations))
            .findFirst();
    if (full.isEmpty()) {
      conversationsTaken += conversations;
      bytesTaken += bytes;
    }
    return full;
  }

  private static boolean isBeyond(Quota quota, long taken, long more) {
    return more > 0
        && quota.used().add(BigDecimal.valueOf(taken + more)).compareTo(quota.limit()) > 0;
  }
}
