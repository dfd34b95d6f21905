package com.uru.chatbot.dev.system;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives a server another time of day with Debian's libfaketime. Without it the test is skipped, or
 * fails where {@code -Dfaketime=required} was given.
 */
final class OtherClock {
  private static final List<Path> LIBRARIES =
      Stream.of("x86_64", "aarch64")
          .map(machine -> Path.of("/usr/lib", machine + "-linux-gnu", "faketime/libfaketime.so.1"))
          .toList();

  private OtherClock() {}

  /**
   * Returns the variables of a process whose clock is ahead by this time, or behind if it is
   * negative. Only the time of day is changed: timers and time limits run as they do elsewhere.
   *
   * @param time in whole minutes
   */
  static Map<String, String> ahead(Duration time) {
    return Map.of(
        "LD_PRELOAD",
        library().toString(),
        "FAKETIME",
        "%+dm".formatted(time.toMinutes()),
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Or whatever waits by the monotonic clock, as the JVM does, does not wait at all.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  private static Path library() {
    return LIBRARIES.stream().filter(Files::exists).findFirst().orElseGet(OtherClock::noLibrary);
  }

  private static Path noLibrary() {
    String line = "No libfaketime (Debian: faketime): other clocks are not tried.";
    if ("required".equals(System.getProperty("faketime"))) {
      throw new AssertionError(line + " They have to be (-Dfaketime=required).");
    }
    System.out.println(line);
    return abort(line);
  }
}
