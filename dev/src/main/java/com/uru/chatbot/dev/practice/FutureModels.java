package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeModel.Api;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Invented models of the form {@code gpt-<major>[.<minor>]-<tier>} with the traits that made
 * clients fail when new models appeared: efforts that are missing, parameters that are refused, one
 * API only. Each version has one model of each {@link Trait}.
 */
final class FutureModels {
  private static final LocalDate RELEASE = LocalDate.of(2026, 12, 8);
  private static final Pattern FORM = Pattern.compile("gpt-[6-9](\\.\\d)?-[a-z]+");
  private static final List<String> VERSIONS = List.of("6.3", "6.4", "7", "7.1", "8");

  static final List<PracticeModel> ALL = all();

  private FutureModels() {}

  /** What is unlike other models, by the tier in the id. */
  private enum Trait {
    /** Efforts none to max, both APIs. */
    NOVA,
    /** No effort {@code none}. */
    SOL,
    /** Only effort {@code low} and {@code high}. */
    TERRA,
    /** Refuses {@code temperature} and {@code top_p} with every effort. */
    LUNA,
    /** Refuses {@code reasoning.summary}. */
    VEGA,
    /** Refuses reasoning effort altogether. */
    LYRA,
    /** Responses only. */
    ASTRA,
    /** Chat Completions only. */
    MIRA
  }

  private static List<PracticeModel> all() {
    List<PracticeModel> models = new ArrayList<>();
    for (String version : VERSIONS) {
      for (Trait trait : Trait.values()) {
        models.add(model("gpt-" + version + "-" + trait.name().toLowerCase(Locale.ROOT), trait));
      }
    }
    return List.copyOf(models);
  }

  /** Returns a model for any other id of the form, empty for other ids. */
  static Optional<PracticeModel> invent(String id) {
    return FORM.matcher(id).matches() ? Optional.of(model(id, Trait.NOVA)) : Optional.empty();
  }

  private static PracticeModel model(String id, Trait trait) {
    return switch (trait) {
      case NOVA -> withAllEfforts(id);
      case SOL ->
          PracticeModel.gpt5(id, RELEASE, "medium", "low", "medium", "high", "xhigh", "max");
      case TERRA -> PracticeModel.gpt5(id, RELEASE, "low", "low", "high");
      case LUNA -> withAllEfforts(id).refusing("temperature", "top_p");
      case VEGA -> withAllEfforts(id).refusing("reasoning.summary");
      case LYRA -> PracticeModel.gpt5(id, RELEASE, "medium");
      case ASTRA -> withAllEfforts(id).onlyWith(Api.RESPONSES);
      case MIRA -> withAllEfforts(id).onlyWith(Api.CHAT);
    };
  }

  private static PracticeModel withAllEfforts(String id) {
    return PracticeModel.gpt5(
        id, RELEASE, "medium", "none", "low", "medium", "high", "xhigh", "max");
  }
}
