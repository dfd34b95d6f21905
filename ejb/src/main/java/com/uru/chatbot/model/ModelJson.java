package com.uru.chatbot.model;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a model's JSON strictly: an unknown member, a wrong type or a value out of range
 * is an {@link InvalidModelsException} that names the member.
 */
final class ModelJson {
  /** What a family may say about its models. */
  static final Set<String> TRAITS =
      Set.of(
          "contextWindow",
          "maxInputTokens",
          "maxOutputTokens",
          "longContext",
          "efforts",
          "defaultEffort",
          "reasoning",
          "systemPrompt",
          "temperature",
          "streaming",
          "vision",
          "files",
          "webSearch",
          "tools",
          "apis");

  private static final int MOST_TOKENS = 1_000_000_000;
  private static final int LONGEST_ID = 300;
  private static final int LONGEST_TEXT = 200;

  private ModelJson() {}

  /**
   * Returns the model that these members describe.
   *
   * @param json a complete set of traits and, for a known model, what its entry says
   */
  static Model model(String id, String label, String description, JsonObject json, boolean known) {
    int contextWindow = integer(json, "contextWindow");
    int maxOutputTokens = integer(json, "maxOutputTokens");
    int maxInputTokens =
        json.containsKey("maxInputTokens") ? integer(json, "maxInputTokens") : contextWindow;
    if (maxInputTokens > contextWindow || maxOutputTokens > contextWindow) {
      throw new InvalidModelsException(
          "maxInputTokens and maxOutputTokens must not exceed contextWindow");
    }
    List<String> efforts = efforts(json);
    String defaultEffort = ReasoningEfforts.closest(efforts, defaultEffort(json));
    boolean withoutReasoningByDefault = ReasoningEfforts.NONE.equals(defaultEffort);
    return new Model(
        id,
        label,
        description,
        contextWindow,
        maxInputTokens,
        maxOutputTokens,
        new ModelCapabilities(
            flag(json, "systemPrompt", true),
            flag(json, "temperature", false) || withoutReasoningByDefault,
            flag(json, "reasoning", !efforts.isEmpty()),
            efforts.size() > 1,
            flag(json, "vision", false),
            flag(json, "streaming", true)),
        efforts,
        defaultEffort,
        flag(json, "webSearch", false),
        flag(json, "files", false),
        flag(json, "tools", false),
        apis(json),
        price(json),
        date(json, "shutdownDate"),
        text(json, "successor", LONGEST_ID),
        known);
  }

  /** Returns the base with members replaced by those of the other object; null removes one. */
  static JsonObject merge(JsonObject base, JsonObject replacing) {
    JsonObjectBuilder merged = Json.createObjectBuilder(base);
    replacing.forEach(
        (name, value) -> {
          if (value == JsonValue.NULL) {
            merged.remove(name);
          } else {
            merged.add(name, value);
          }
        });
    return merged.build();
  }

  static void requireMembers(JsonObject json, Set<String> allowed) {
    for (String name : json.keySet()) {
      if (!allowed.contains(name)) {
        throw new InvalidModelsException("there is no member " + name);
      }
    }
  }

  /** Returns a required text. */
  static String requiredText(JsonObject json, String name, int longest) {
    String value = text(json, name, longest);
    if (value == null) {
      throw new InvalidModelsException(name + " is missing");
    }
    return value;
  }

  /** Returns a text of 1 to so many characters without control characters, or null. */
  static @Nullable String text(JsonObject json, String name, int longest) {
    JsonValue value = json.get(name);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    String text = value instanceof JsonString string ? string.getString() : "";
    if (text.isBlank() || text.length() > longest || hasControl(text)) {
      throw new InvalidModelsException(
          name + " must be a text of 1 to " + longest + " characters on one line");
    }
    return text;
  }

  static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Returns true or false, or the default if the member is missing. */
  static boolean flag(JsonObject json, String name, boolean defaultValue) {
    JsonValue value = json.get(name);
    if (value == null) {
      return defaultValue;
    }
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw new InvalidModelsException(name + " must be true or false");
    }
    return value == JsonValue.TRUE;
  }

  /** Returns a list of texts, empty if the member is missing. */
  static List<String> texts(JsonObject json, String name) {
    JsonValue value = json.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw new InvalidModelsException(name + " must be a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue item : array) {
      if (!(item instanceof JsonString string) || string.getString().isBlank()) {
        throw new InvalidModelsException(name + " must be a list of texts");
      }
      texts.add(string.getString());
    }
    return texts;
  }

  private static int integer(JsonObject json, String name) {
    if (json.get(name) instanceof JsonNumber number
        && number.isIntegral()
        && number.bigDecimalValue().compareTo(BigDecimal.ONE) >= 0
        && number.bigDecimalValue().compareTo(BigDecimal.valueOf(MOST_TOKENS)) <= 0) {
      return number.intValue();
    }
    throw new InvalidModelsException(name + " must be a whole number from 1 to " + MOST_TOKENS);
  }

  private static List<String> efforts(JsonObject json) {
    List<String> efforts = texts(json, "efforts");
    for (String effort : efforts) {
      if (!ReasoningEfforts.ALL.contains(effort)) {
        throw new InvalidModelsException(
            "efforts may hold " + String.join(", ", ReasoningEfforts.ALL));
      }
    }
    return ReasoningEfforts.ALL.stream().filter(efforts::contains).toList();
  }

  private static String defaultEffort(JsonObject json) {
    String effort = text(json, "defaultEffort", LONGEST_TEXT);
    if (effort == null) {
      return "medium";
    }
    if (!ReasoningEfforts.ALL.contains(effort)) {
      throw new InvalidModelsException(
          "defaultEffort must be one of " + String.join(", ", ReasoningEfforts.ALL));
    }
    return effort;
  }

  private static Set<ModelApi> apis(JsonObject json) {
    Set<ModelApi> apis = EnumSet.noneOf(ModelApi.class);
    for (String api : texts(json, "apis")) {
      switch (api) {
        case "responses" -> apis.add(ModelApi.RESPONSES);
        case "chat" -> apis.add(ModelApi.CHAT);
        default -> throw new InvalidModelsException("apis may hold responses and chat");
      }
    }
    if (apis.isEmpty()) {
      throw new InvalidModelsException("apis must hold responses or chat");
    }
    return apis;
  }

  private static @Nullable LocalDate date(JsonObject json, String name) {
    String text = text(json, name, LONGEST_TEXT);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidModelsException(name + " must be a date like 2027-01-14");
    }
  }

  private static Model.@Nullable Price price(JsonObject json) {
    JsonValue value = json.get("price");
    if (value == null) {
      return null;
    }
    JsonObject price = object(value, "price");
    requireMembers(price, Set.of("input", "cachedInput", "cacheWrite", "output", "currency"));
    String currency = text(price, "currency", 3);
    return new Model.Price(
        required(amount(price, "input"), "price.input"),
        amount(price, "cachedInput"),
        amount(price, "cacheWrite"),
        required(amount(price, "output"), "price.output"),
        currency == null ? "USD" : currency.toUpperCase(Locale.ROOT),
        longContext(json));
  }

  private static Model.@Nullable LongContext longContext(JsonObject json) {
    JsonValue value = json.get("longContext");
    if (value == null) {
      return null;
    }
    JsonObject longContext = object(value, "longContext");
    requireMembers(longContext, Set.of("above", "input", "output"));
    return new Model.LongContext(
        integer(longContext, "above"),
        required(amount(longContext, "input"), "longContext.input"),
        required(amount(longContext, "output"), "longContext.output"));
  }

  private static JsonObject object(JsonValue value, String name) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new InvalidModelsException(name + " must be an object");
  }

  private static BigDecimal required(@Nullable BigDecimal amount, String name) {
    if (amount == null) {
      throw new InvalidModelsException(name + " is missing");
    }
    return amount;
  }

  private static @Nullable BigDecimal amount(JsonObject json, String name) {
    JsonValue value = json.get(name);
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonNumber number
        && number.bigDecimalValue().signum() >= 0
        && number.bigDecimalValue().compareTo(BigDecimal.valueOf(1_000_000)) <= 0) {
      return number.bigDecimalValue();
    }
    throw new InvalidModelsException(name + " must be a number from 0 to 1000000");
  }
}
