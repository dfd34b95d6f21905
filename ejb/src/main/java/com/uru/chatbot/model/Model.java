package com.uru.chatbot.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model that can chat.
 *
 * @param id the provider's name for it, 1 to 300 characters
 * @param label its name for people
 * @param description what it is good for, one line
 * @param contextWindow tokens of question and answer together
 * @param maxInputTokens tokens of the question
 * @param maxOutputTokens tokens of one answer, hidden reasoning included
 * @param efforts the reasoning efforts that it accepts, the smallest first; empty if none can be
 *     chosen
 * @param defaultEffort the effort of a request that names none, {@code null} if it has no efforts
 * @param webSearch whether the provider's web search can be used with it
 * @param files whether it reads files, PDF among them
 * @param tools whether it calls functions
 * @param apis through which it can be asked, at least one
 * @param price what the provider charges, {@code null} if unknown
 * @param shutdownDate the first day on which it does not answer, {@code null} if none is announced
 * @param successor id of the model that the provider recommends instead, {@code null} if none
 * @param known false if all of this is inferred from the id
 */
public record Model(
    String id,
    String label,
    String description,
    int contextWindow,
    int maxInputTokens,
    int maxOutputTokens,
    ModelCapabilities capabilities,
    List<String> efforts,
    @Nullable String defaultEffort,
    boolean webSearch,
    boolean files,
    boolean tools,
    Set<ModelApi> apis,
    @Nullable Price price,
    @Nullable LocalDate shutdownDate,
    @Nullable String successor,
    boolean known) {
  public Model {
    efforts = List.copyOf(efforts);
    apis = Set.copyOf(apis);
  }

  /**
   * The provider's list price per million tokens.
   *
   * @param cachedInputPerMillion input that the provider's cache already had, {@code null} if there
   *     is no such price
   * @param cacheWritePerMillion input that is written to the cache, {@code null} if it costs what
   *     input costs
   * @param currency ISO 4217 code
   * @param longContext what long requests cost, {@code null} if the same
   */
  public record Price(
      BigDecimal inputPerMillion,
      @Nullable BigDecimal cachedInputPerMillion,
      @Nullable BigDecimal cacheWritePerMillion,
      BigDecimal outputPerMillion,
      String currency,
      @Nullable LongContext longContext) {}

  /**
   * The surcharge on a whole request whose input is long.
   *
   * @param aboveTokens input tokens above which it holds
   * @param inputFactor multiplies the prices of input, cached input and cache writes
   * @param outputFactor multiplies the price of output
   */
  public record LongContext(int aboveTokens, BigDecimal inputFactor, BigDecimal outputFactor) {}

  /** Returns whether the model does not answer any more on this day. */
  public boolean isShutDown(LocalDate today) {
    return shutdownDate != null && !today.isBefore(shutdownDate);
  }

  /**
   * Returns the effort to send for the wanted one: the closest that the model accepts; null if none
   * is wanted or none can be chosen.
   */
  public @Nullable String effort(@Nullable String wanted) {
    return ReasoningEfforts.closest(efforts, wanted);
  }

  /**
   * Returns whether the model reasons before it answers.
   *
   * @param effort as sent, {@code null} for the model's default
   */
  public boolean reasonsWith(@Nullable String effort) {
    return capabilities.reasoning()
        && !ReasoningEfforts.NONE.equals(effort == null ? defaultEffort : effort);
  }

  /**
   * Returns whether the model accepts a temperature together with this effort: models that reason
   * accept it only with the effort {@code none}.
   *
   * @param effort as sent, {@code null} for the model's default
   */
  public boolean acceptsTemperature(@Nullable String effort) {
    boolean withoutReasoning =
        ReasoningEfforts.NONE.equals(effort == null ? defaultEffort : effort);
    return withoutReasoning
        || (capabilities.temperature() && !ReasoningEfforts.NONE.equals(defaultEffort));
  }

  /** Returns this model with limits that the provider's list names; 0 keeps the present one. */
  Model withLimits(int listedInputTokens, int listedOutputTokens) {
    int input = listedInputTokens > 0 ? listedInputTokens : maxInputTokens;
    int window = listedInputTokens > 0 ? listedInputTokens : contextWindow;
    int output = listedOutputTokens > 0 ? listedOutputTokens : maxOutputTokens;
    return new Model(
        id,
        label,
        description,
        window,
        input,
        Math.min(output, window),
        capabilities,
        efforts,
        defaultEffort,
        webSearch,
        files,
        tools,
        apis,
        price,
        shutdownDate,
        successor,
        known);
  }

  /** Returns this model with another shutdown date. */
  Model withShutdownDate(@Nullable LocalDate date) {
    return new Model(
        id,
        label,
        description,
        contextWindow,
        maxInputTokens,
        maxOutputTokens,
        capabilities,
        efforts,
        defaultEffort,
        webSearch,
        files,
        tools,
        apis,
        price,
        date,
        successor,
        known);
  }
}
