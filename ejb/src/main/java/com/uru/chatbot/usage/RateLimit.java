package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;

/**
 * A token bucket: how many requests are admitted at once, and how fast more are admitted.
 *
 * @param what what is done, in the plural; also tells the limits apart
 * @param count how often, at least 1
 * @param period in which time
 */
public record RateLimit(String what, int count, Duration period) {
  /** The time after which one more is free. */
  Duration perUse() {
    return period.dividedBy(count);
  }

  DomainException reached(Duration wait) {
    return new DomainException(
        ProblemCode.RATE_LIMITED,
        "The limit of " + count + " " + what + " in " + minutes() + " is reached.",
        Map.of("limit", count),
        wait);
  }

  private String minutes() {
    if (period.toMinutes() == 1) {
      return "a minute";
    }
    return period.toDays() == 1 ? "a day" : period.toMinutes() + " minutes";
  }
}
