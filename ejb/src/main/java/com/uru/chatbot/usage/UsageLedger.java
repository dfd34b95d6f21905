package com.uru.chatbot.usage;

import com.uru.chatbot.model.TokenUsage;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users have used, added up by user, day and model. */
public interface UsageLedger {
  /**
   * Adds an answer of the caller's tenant and user. Several answers of one user wait for each other
   * here, so this is the last statement of its transaction.
   */
  void add(UUID tenantId, UUID userId, LocalDate day, String model, TokenUsage usage, Cost cost);

  /**
   * Returns at most {@code limit} entries of a tenant.
   *
   * @param userId whose, null for all users
   */
  List<UsageEntry> entries(
      UUID tenantId, @Nullable UUID userId, UsagePeriod period, UsageGrouping grouping, int limit);

  /**
   * Returns what was used on a day and in its month up to now.
   *
   * @param userId whose, null for all users
   */
  Spent spent(UUID tenantId, @Nullable UUID userId, LocalDate day);
}
