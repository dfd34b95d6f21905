package com.uru.chatbot.dev.system;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The dice of a fault test. They say their seed, and fall the same way for the same seed. */
final class Chance {
  private static final System.Logger LOGGER = System.getLogger(Chance.class.getName());
  private static final String SEED = "uru.seed";

  private final Random random;

  private Chance(long seed) {
    random = new Random(seed);
  }

  /** New dice for a test; {@code -Duru.seed=} repeats an earlier run. */
  static Chance of(Class<?> test) {
    long seed = Long.getLong(SEED, System.nanoTime());
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} rolls the dice: -D{1}={2}",
        test.getSimpleName(),
        SEED,
        Long.toString(seed));
    return new Chance(seed);
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Lets a random part of this time pass: what happens then hits any moment of what runs. */
  void pauseUpTo(Duration limit) {
    long end = System.nanoTime() + (long) (random.nextDouble() * limit.toNanos());
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
