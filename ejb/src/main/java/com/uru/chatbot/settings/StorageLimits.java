package com.uru.chatbot.settings;

import org.jspecify.annotations.Nullable;

/**
 * How much may be stored. Null: no limit.
 *
 * @param megabytes of the texts of messages, 1,000,000 bytes each; at least 1
 * @param conversations at least 1
 */
public record StorageLimits(@Nullable Long megabytes, @Nullable Long conversations) {
  /** No limits. */
  public static final StorageLimits NONE = new StorageLimits(null, null);
}
