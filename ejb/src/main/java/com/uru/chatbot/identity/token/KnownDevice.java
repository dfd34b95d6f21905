package com.uru.chatbot.identity.token;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A browser in which accounts have signed in before.
 *
 * @param accounts ids of their users, the newest first; at most {@value #MOST_ACCOUNTS}
 */
public record KnownDevice(UUID id, List<UUID> accounts) {
  private static final int MOST_ACCOUNTS = 5;

  public KnownDevice {
    accounts = List.copyOf(accounts);
  }

  /** Returns a device that no account knows yet. */
  public static KnownDevice fresh() {
    return new KnownDevice(UUID.randomUUID(), List.of());
  }

  /** Returns whether this user has signed in there before. */
  public boolean isKnownTo(UUID userId) {
    return accounts.contains(userId);
  }

  /** Returns the device after a sign-in of this user; the oldest account may be forgotten. */
  public KnownDevice after(UUID userId) {
    Stream<UUID> others = accounts.stream().filter(other -> !other.equals(userId));
    return new KnownDevice(
        id, Stream.concat(Stream.of(userId), others).limit(MOST_ACCOUNTS).toList());
  }
}
