package com.uru.chatbot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A model that users can choose.
 *
 * @param id the provider's name for it, e.g. {@code gpt-4o}
 * @param label its name for people
 * @param description what it is good for, one line
 * @param contextWindow tokens of question and answer together
 * @param maxOutputTokens tokens of one answer, hidden reasoning included
 * @param price what the provider charges, {@code null} if unknown
 */
public record Model(
    String id,
    String label,
    String description,
    int contextWindow,
    int maxOutputTokens,
    ModelCapabilities capabilities,
    @Nullable Price price) {

  /**
   * The provider's list price per million tokens.
   *
   * @param currency ISO 4217 code
   */
  public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion, String currency) {}
}
