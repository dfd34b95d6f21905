package com.uru.chatbot.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A model in a provider's list.
 *
 * @param id the provider's name for it, 1 to 300 characters
 * @param shutdownDate the first day on which it does not answer, {@code null} if the list names
 *     none
 * @param maxInputTokens tokens of a question, {@code null} if the list does not say
 * @param maxOutputTokens tokens of one answer, {@code null} if the list does not say
 */
public record ListedModel(
    String id,
    @Nullable LocalDate shutdownDate,
    @Nullable Integer maxInputTokens,
    @Nullable Integer maxOutputTokens) {
  /** A model of which the list gives the id only. */
  public static ListedModel of(String id) {
    return new ListedModel(id, null, null, null);
  }
}
