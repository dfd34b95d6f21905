package com.uru.chatbot.web.usage;

import com.uru.chatbot.usage.Quota;
import com.uru.chatbot.usage.UsageEntry;
import com.uru.chatbot.usage.UsageReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report on the wire.
 *
 * @param from first day in UTC
 * @param to last day in UTC
 * @param truncated whether there are more items than a report may have
 * @param quotas the limits that hold now, whatever the period of the report
 */
public record UsageBody(
    LocalDate from, LocalDate to, List<ItemBody> items, boolean truncated, List<QuotaBody> quotas) {
  private static final int COST_DIGITS = 6;

  static UsageBody of(UsageReport report, List<Quota> quotas) {
    return new UsageBody(
        report.period().from(),
        report.period().to(),
        report.entries().stream().map(ItemBody::of).toList(),
        report.truncated(),
        QuotaBody.of(quotas));
  }

  /**
   * Answers that are added up, all in one currency.
   *
   * @param cost by list price with six decimals, null if the models have none
   */
  public record ItemBody(
      @Nullable LocalDate day,
      @Nullable String model,
      @Nullable PersonBody user,
      long answers,
      long promptTokens,
      long cachedTokens,
      long completionTokens,
      long reasoningTokens,
      @Nullable BigDecimal cost,
      @Nullable String currency) {
    static ItemBody of(UsageEntry entry) {
      BigDecimal cost = entry.cost();
      return new ItemBody(
          entry.day(),
          entry.model(),
          entry.user() == null ? null : PersonBody.of(entry.user()),
          entry.answers(),
          entry.promptTokens(),
          entry.cachedTokens(),
          entry.completionTokens(),
          entry.reasoningTokens(),
          cost == null ? null : cost.setScale(COST_DIGITS, RoundingMode.HALF_UP),
          entry.currency());
    }
  }

  /** A person of a report. */
  public record PersonBody(UUID id, String email, String displayName) {
    static PersonBody of(UsageEntry.UsageUser user) {
      return new PersonBody(user.id(), user.email(), user.displayName());
    }
  }
}
