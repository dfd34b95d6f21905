package com.uru.chatbot.shared;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Time-ordered ids (RFC 9562 section 5.7) for what the server creates; they keep B-tree indexes
 * dense.
 */
public final class UuidV7 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  /** A new id: 48 bits of Unix milliseconds, 74 random bits. */
  public static UUID next(Clock clock) {
    long millis = clock.millis();
    long high = (millis << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
    long low = 0x8000000000000000L | (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL);
    return new UUID(high, low);
  }
}
