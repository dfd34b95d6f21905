package com.uru.chatbot.usage;

import java.util.List;

/**
 * What was used in a period.
 *
 * @param entries days in their order; models and users with the most tokens first
 * @param truncated whether there are more entries than the report may have
 */
public record UsageReport(UsagePeriod period, List<UsageEntry> entries, boolean truncated) {
  public UsageReport {
    entries = List.copyOf(entries);
  }
}
