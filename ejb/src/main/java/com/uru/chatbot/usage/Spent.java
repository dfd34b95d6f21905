package com.uru.chatbot.usage;

import com.uru.chatbot.usage.Quota.Period;
import java.math.BigDecimal;

/**
 * What was used in a day and in its month.
 *
 * @param costOfDay US dollars by list price
 * @param costOfMonth US dollars by list price
 */
record Spent(long tokensOfDay, BigDecimal costOfDay, long tokensOfMonth, BigDecimal costOfMonth) {
  BigDecimal tokens(Period period) {
    return BigDecimal.valueOf(
        switch (period) {
          case DAY -> tokensOfDay;
          case MONTH -> tokensOfMonth;
        });
  }

  BigDecimal cost(Period period) {
    return switch (period) {
      case DAY -> costOfDay;
      case MONTH -> costOfMonth;
    };
  }
}
