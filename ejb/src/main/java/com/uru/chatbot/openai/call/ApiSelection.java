package com.uru.chatbot.openai.call;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelApi;
import com.uru.chatbot.shared.TtlCache;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Chooses the API for a call: Responses where the upstream and the model have it, else Chat
 * Completions. What an upstream or a model does not have is found out by asking, and remembered for
 * an hour.
 */
public final class ApiSelection {
  private static final Duration TTL = Duration.ofHours(1);
  private static final int MAX_ENTRIES = 1_000;

  /** The setting {@code URU_OPENAI_API}. */
  public enum Setting {
    AUTO,
    RESPONSES,
    CHAT;

    /**
     * Returns the setting with this name in the configuration.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Setting of(String name) {
      return switch (name.strip().toLowerCase(Locale.ROOT)) {
        case "auto" -> AUTO;
        case "responses" -> RESPONSES;
        case "chat" -> CHAT;
        default ->
            throw new IllegalArgumentException("URU_OPENAI_API must be auto, responses or chat");
      };
    }
  }

  private record Missing(String upstream, ModelApi api, String model) {}

  /** Stands for all models of an upstream. */
  private static final String ANY_MODEL = "";

  private final Map<ModelApi, AnswerApi> apis;
  private final Setting setting;
  private final Clock clock;
  private final TtlCache<Missing, Boolean> missing = new TtlCache<>(TTL, MAX_ENTRIES);

  /** A selection between two APIs. */
  public ApiSelection(
      AnswerApi responses, AnswerApi chatCompletions, Setting setting, Clock clock) {
    this.apis =
        new EnumMap<>(Map.of(ModelApi.RESPONSES, responses, ModelApi.CHAT, chatCompletions));
    this.setting = setting;
    this.clock = clock;
  }

  /**
   * Returns the APIs to try, in this order; at least one. An API that is not in the catalogue, or
   * was found missing, comes last: it may be there by now.
   *
   * @param upstream host of the upstream
   */
  List<AnswerApi> candidates(String upstream, Model model) {
    return Stream.of(ModelApi.RESPONSES, ModelApi.CHAT)
        .filter(this::isAllowed)
        .sorted(Comparator.comparing(api -> rank(upstream, api, model)))
        .map(apis::get)
        .toList();
  }

  private int rank(String upstream, ModelApi api, Model model) {
    int rank = model.apis().contains(api) ? 0 : 1;
    return isMissing(upstream, api, ANY_MODEL) || isMissing(upstream, api, model.id())
        ? rank + 2
        : rank;
  }

  /** Remembers that the upstream does not have this API. */
  void markMissing(String upstream, AnswerApi api) {
    missing.put(new Missing(upstream, kind(api), ANY_MODEL), true, clock.instant());
  }

  /** Remembers that the model cannot be asked through this API of the upstream. */
  void markMissing(String upstream, AnswerApi api, Model model) {
    missing.put(new Missing(upstream, kind(api), model.id()), true, clock.instant());
  }

  /** Forgets that this API was missing, because it has answered. */
  void markPresent(String upstream, AnswerApi api, Model model) {
    missing.remove(new Missing(upstream, kind(api), ANY_MODEL));
    missing.remove(new Missing(upstream, kind(api), model.id()));
  }

  private boolean isMissing(String upstream, ModelApi api, String model) {
    return missing.get(new Missing(upstream, api, model), clock.instant()).isPresent();
  }

  private boolean isAllowed(ModelApi api) {
    return switch (setting) {
      case AUTO -> true;
      case RESPONSES -> api == ModelApi.RESPONSES;
      case CHAT -> api == ModelApi.CHAT;
    };
  }

  private ModelApi kind(AnswerApi api) {
    return apis.get(ModelApi.RESPONSES) == api ? ModelApi.RESPONSES : ModelApi.CHAT;
  }
}
