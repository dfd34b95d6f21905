package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.Model.LongContext;
import com.uru.chatbot.model.Model.Price;
import com.uru.chatbot.model.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostTest {
  private static Price price(
      @Nullable String cached, @Nullable String cacheWrite, @Nullable LongContext longContext) {
    return new Price(
        new BigDecimal("2"),
        cached == null ? null : new BigDecimal(cached),
        cacheWrite == null ? null : new BigDecimal(cacheWrite),
        new BigDecimal("10"),
        "USD",
        longContext);
  }

  private static void assertCost(@Nullable Price price, TokenUsage usage, String amount) {
    assertThat(Cost.of(price, usage).amount()).isEqualByComparingTo(amount);
  }

  @Test
  void isThatOfInputAndOutput() {
    assertCost(price(null, null, null), new TokenUsage(1_000_000, 0, 0, 100_000, 50_000), "3");
    assertCost(price(null, null, null), new TokenUsage(1, 0, 0, 0, 0), "0.000002");
  }

  @Test
  void isLowerForWhatTheCacheHad() {
    TokenUsage usage = new TokenUsage(1_000_000, 400_000, 100_000, 0, 0);

    assertCost(price("0.5", "2.5", null), usage, "1.45");
    assertCost(price(null, null, null), usage, "2");
  }

  @Test
  void isHigherForLongRequests() {
    LongContext surcharge = new LongContext(200_000, new BigDecimal("2"), new BigDecimal("1.5"));

    assertCost(price(null, null, surcharge), new TokenUsage(200_000, 0, 0, 10_000, 0), "0.5");
    assertCost(price(null, null, surcharge), new TokenUsage(200_001, 0, 0, 10_000, 0), "0.950004");
  }

  @Test
  void isUnknownWithoutAPrice() {
    Cost cost = Cost.of(null, new TokenUsage(1, 0, 0, 1, 0));

    assertThat(cost.currency()).isEmpty();
    assertThat(cost.amount()).isZero();
  }

  @Test
  void isNeverNegative() {
    assertCost(price("0", "0", null), new TokenUsage(10, 8, 8, 0, 0), "0");
  }
}
