package com.uru.chatbot.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a report that are added up, all in one currency.
 *
 * @param day of these answers in UTC, null if they are of several days
 * @param model of these answers, null if they are of several models
 * @param user who asked for these answers, null if it is not told apart
 * @param answers how many, at least 1
 * @param promptTokens tokens of the questions
 * @param cachedTokens the part of {@code promptTokens} that the provider's cache already had
 * @param completionTokens tokens of the answers, including their reasoning
 * @param reasoningTokens the part of {@code completionTokens} that was reasoning
 * @param cost by the list prices of the days, null if the models have none
 * @param currency ISO 4217 code of the cost, null if there is none
 */
public record UsageEntry(
    @Nullable LocalDate day,
    @Nullable String model,
    @Nullable UsageUser user,
    long answers,
    long promptTokens,
    long cachedTokens,
    long completionTokens,
    long reasoningTokens,
    @Nullable BigDecimal cost,
    @Nullable String currency) {

  /** A person in a report. */
  public record UsageUser(UUID id, String email, String displayName) {}
}
