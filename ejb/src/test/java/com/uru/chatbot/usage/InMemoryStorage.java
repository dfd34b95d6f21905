package com.uru.chatbot.usage;

import com.uru.chatbot.settings.CurrentSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sums that a test sets; nothing is counted. */
public final class InMemoryStorage implements StorageLedger {
  private final Map<UUID, Stored> users = new HashMap<>();
  private int reads;

  /** Returns limits of which nothing is ever used. */
  public static Storage empty(CurrentSettings settings, Clock clock) {
    return new Storage(settings, new InMemoryStorage(), clock);
  }

  /** Sets what a user has stored. */
  public void set(UUID userId, long bytes, long conversations) {
    users.put(userId, new Stored(bytes, conversations));
  }

  int reads() {
    return reads;
  }

  @Override
  public Stored stored(UUID tenantId, @Nullable UUID userId) {
    reads++;
    if (userId != null) {
      return users.getOrDefault(userId, new Stored(0, 0));
    }
    return users.values().stream()
        .reduce(
            new Stored(0, 0),
            (a, b) -> new Stored(a.bytes() + b.bytes(), a.conversations() + b.conversations()));
  }

  @Override
  public long rollUp() {
    return 0;
  }
}
