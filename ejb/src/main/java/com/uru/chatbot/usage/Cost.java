package com.uru.chatbot.usage;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.TokenUsage;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an answer costs by list price.
 *
 * @param amount at least 0
 * @param currency ISO 4217 code; empty if there is no list price, the amount is 0 then
 */
record Cost(BigDecimal amount, String currency) {
  private static final Cost UNKNOWN = new Cost(BigDecimal.ZERO, "");
  private static final int MILLION = 6;

  /** Returns the cost of an answer of a model with this price. */
  static Cost of(Model.@Nullable Price price, TokenUsage usage) {
    if (price == null) {
      return UNKNOWN;
    }
    long special = (long) usage.cachedTokens() + usage.cacheWriteTokens();
    BigDecimal input =
        times(price.inputPerMillion(), Math.max(0, usage.promptTokens() - special))
            .add(times(orInput(price.cachedInputPerMillion(), price), usage.cachedTokens()))
            .add(times(orInput(price.cacheWritePerMillion(), price), usage.cacheWriteTokens()));
    BigDecimal output = times(price.outputPerMillion(), usage.completionTokens());
    Model.LongContext surcharge = price.longContext();
    if (surcharge != null && usage.promptTokens() > surcharge.aboveTokens()) {
      input = input.multiply(surcharge.inputFactor());
      output = output.multiply(surcharge.outputFactor());
    }
    return new Cost(input.add(output).movePointLeft(MILLION), price.currency());
  }

  private static BigDecimal orInput(@Nullable BigDecimal perMillion, Model.Price price) {
    return Objects.requireNonNullElse(perMillion, price.inputPerMillion());
  }

  private static BigDecimal times(BigDecimal perMillion, long tokens) {
    return perMillion.multiply(BigDecimal.valueOf(tokens));
  }
}
