package com.uru.chatbot.settings;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used in a day and in a month (UTC). Null: no limit.
 *
 * @param tokensPerDay input and output tokens, at least 1
 * @param tokensPerMonth input and output tokens, at least 1
 * @param costPerDay US dollars by list price, above 0
 * @param costPerMonth US dollars by list price, above 0
 */
public record BudgetLimits(
    @Nullable Long tokensPerDay,
    @Nullable Long tokensPerMonth,
    @Nullable BigDecimal costPerDay,
    @Nullable BigDecimal costPerMonth) {
  /** No limits. */
  public static final BudgetLimits NONE = new BudgetLimits(null, null, null, null);
}
