package com.uru.chatbot.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they are in a file and in the database: of the years 1970 to 9999, in microseconds. */
final class UruTime {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private UruTime() {}

  /**
   * Returns a time of RFC 3339.
   *
   * @param name of the member of the file
   * @throws InvalidItemException if it is none, or none of these years
   */
  static Instant parse(String name, String text) {
    try {
      Instant time = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
      if (isPossible(time)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new InvalidItemException("Its member " + name + " is not a time that can be stored.");
  }

  /** Returns whether a time is of these years. */
  static boolean isPossible(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }
}
