package com.uru.chatbot.web.models;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCapabilities;
import com.uru.chatbot.model.ModelOffer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model on the wire.
 *
 * @param contextWindow tokens of question and answer together
 * @param maxOutputTokens tokens of one answer
 * @param available whether the caller may choose it now
 * @param efforts the reasoning efforts that it accepts, the smallest first
 * @param webSearch whether it can search the web
 * @param files whether it reads files
 * @param known false if all of this is inferred from the id
 * @param shutdownDate the first day on which it does not answer
 * @param successor id of the model that the provider recommends instead
 */
public record ModelBody(
    String id,
    String label,
    String description,
    int contextWindow,
    int maxOutputTokens,
    CapabilitiesBody capabilities,
    @Nullable PriceBody price,
    boolean available,
    List<String> efforts,
    boolean webSearch,
    boolean files,
    boolean known,
    @Nullable LocalDate shutdownDate,
    @Nullable String successor) {

  static ModelBody of(ModelOffer offer) {
    Model model = offer.model();
    return new ModelBody(
        model.id(),
        model.label(),
        model.description(),
        model.contextWindow(),
        model.maxOutputTokens(),
        CapabilitiesBody.of(model.capabilities()),
        PriceBody.of(model.price()),
        offer.available(),
        model.efforts(),
        model.webSearch(),
        model.files(),
        model.known(),
        model.shutdownDate(),
        model.successor());
  }

  /** What a client needs to know to offer the right settings. */
  public record CapabilitiesBody(
      boolean systemPrompt,
      boolean temperature,
      boolean reasoningEffort,
      boolean vision,
      boolean streaming) {
    static CapabilitiesBody of(ModelCapabilities capabilities) {
      return new CapabilitiesBody(
          capabilities.systemPrompt(),
          capabilities.temperature(),
          capabilities.reasoningEffort(),
          capabilities.vision(),
          capabilities.streaming());
    }
  }

  /**
   * What the provider charges per million tokens.
   *
   * @param cachedInputPerMillion input that the provider's cache already had
   * @param cacheWritePerMillion input that is written to the cache
   * @param currency ISO 4217 code
   * @param longContext what long requests cost
   */
  public record PriceBody(
      BigDecimal inputPerMillion,
      BigDecimal outputPerMillion,
      @Nullable BigDecimal cachedInputPerMillion,
      @Nullable BigDecimal cacheWritePerMillion,
      String currency,
      @Nullable LongContextBody longContext) {
    static @Nullable PriceBody of(Model.@Nullable Price price) {
      return price == null
          ? null
          : new PriceBody(
              price.inputPerMillion(),
              price.outputPerMillion(),
              price.cachedInputPerMillion(),
              price.cacheWritePerMillion(),
              price.currency(),
              LongContextBody.of(price.longContext()));
    }
  }

  /**
   * The surcharge on a whole request whose input is long.
   *
   * @param aboveTokens input tokens above which it holds
   * @param inputFactor multiplies all prices of input
   * @param outputFactor multiplies the price of output
   */
  public record LongContextBody(int aboveTokens, BigDecimal inputFactor, BigDecimal outputFactor) {
    static @Nullable LongContextBody of(Model.@Nullable LongContext longContext) {
      return longContext == null
          ? null
          : new LongContextBody(
              longContext.aboveTokens(), longContext.inputFactor(), longContext.outputFactor());
    }
  }
}
