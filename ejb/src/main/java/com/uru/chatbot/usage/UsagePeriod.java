package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Days of a report in UTC, first and last included: at most 366. */
public record UsagePeriod(LocalDate from, LocalDate to) {
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 366;

  /**
   * Returns the period that a request asks for: without an end, until today; without a beginning,
   * the 30 days up to the end.
   *
   * @throws DomainException {@code VALIDATION_FAILED} if it is empty or has more than 366 days
   */
  static UsagePeriod of(@Nullable LocalDate from, @Nullable LocalDate to, LocalDate today) {
    LocalDate last = to == null ? today : to;
    LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1) : from;
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days < 1 || days > MAX_DAYS || first.getYear() < 1970 || last.getYear() > 9999) {
      throw new DomainException(
          ProblemCode.VALIDATION_FAILED,
          "The days from and to have to be a period of 1 to " + MAX_DAYS + " days.");
    }
    return new UsagePeriod(first, last);
  }
}
