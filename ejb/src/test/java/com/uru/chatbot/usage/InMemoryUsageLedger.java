package com.uru.chatbot.usage;

import com.uru.chatbot.model.TokenUsage;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was added. */
public final class InMemoryUsageLedger implements UsageLedger {
  private final List<TokenUsage> added = new CopyOnWriteArrayList<>();

  /** The usage of each answer, the newest last. */
  public List<TokenUsage> added() {
    return added;
  }

  @Override
  public void add(
      UUID tenantId, UUID userId, LocalDate day, String model, TokenUsage usage, Cost cost) {
    added.add(usage);
  }

  @Override
  public List<UsageEntry> entries(
      UUID tenantId, @Nullable UUID userId, UsagePeriod period, UsageGrouping grouping, int limit) {
    return List.of();
  }
}
