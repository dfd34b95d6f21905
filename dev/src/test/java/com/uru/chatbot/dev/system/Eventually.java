package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has no event to wait for. */
final class Eventually {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Eventually() {}

  static void within(Duration limit, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited %s for: %s", limit, what).isLessThan(end);
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }
}
