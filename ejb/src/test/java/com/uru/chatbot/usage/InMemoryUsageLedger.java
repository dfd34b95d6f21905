package com.uru.chatbot.usage;

import com.uru.chatbot.model.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was added. */
public final class InMemoryUsageLedger implements UsageLedger {
  private record Day(UUID tenantId, UUID userId, LocalDate day, TokenUsage usage, Cost cost) {}

  private final List<TokenUsage> added = new CopyOnWriteArrayList<>();
  private final List<Day> days = new CopyOnWriteArrayList<>();
  private int reads;

  /** The usage of each answer, the newest last. */
  public List<TokenUsage> added() {
    return added;
  }

  @Override
  public void add(
      UUID tenantId, UUID userId, LocalDate day, String model, TokenUsage usage, Cost cost) {
    added.add(usage);
    days.add(new Day(tenantId, userId, day, usage, cost));
  }

  @Override
  public Spent spent(UUID tenantId, @Nullable UUID userId, LocalDate day) {
    reads++;
    List<Day> month =
        days.stream()
            .filter(each -> each.tenantId.equals(tenantId))
            .filter(each -> userId == null || each.userId.equals(userId))
            .filter(each -> !each.day.isBefore(day.withDayOfMonth(1)))
            .toList();
    List<Day> today = month.stream().filter(each -> each.day.equals(day)).toList();
    return new Spent(tokens(today), cost(today), tokens(month), cost(month));
  }

  private static long tokens(List<Day> days) {
    return days.stream()
        .mapToLong(day -> day.usage.promptTokens() + day.usage.completionTokens())
        .sum();
  }

  private static BigDecimal cost(List<Day> days) {
    return days.stream()
        .filter(day -> day.cost.currency().equals(Quota.CURRENCY))
        .map(day -> day.cost.amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns how often a sum was read. */
  int reads() {
    return reads;
  }

  @Override
  public List<UsageEntry> entries(
      UUID tenantId, @Nullable UUID userId, UsagePeriod period, UsageGrouping grouping, int limit) {
    return List.of();
  }
}
