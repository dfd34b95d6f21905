package com.uru.chatbot.settings;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a tenant. What is not set is empty here: the configuration of the deployment
 * holds. Members of a later version are kept as they are.
 *
 * @param json the settings that are set, by their names in the API; without nulls and empty lists
 */
public record TenantSettings(JsonObject json) {
  /** Nothing is set. */
  public static final TenantSettings NONE = new TenantSettings(JsonValue.EMPTY_JSON_OBJECT);

  public static final String SIGN_UP = "signUp";
  public static final String SIGN_UP_DOMAINS = "signUpDomains";
  public static final String ALLOWED_MODELS = "allowedModels";
  public static final String DEFAULT_MODEL = "defaultModel";
  public static final String INSTRUCTIONS = "instructions";
  public static final String BANNER = "banner";
  public static final String AI_NOTICE = "aiNotice";
  public static final String AI_NOTICE_TEXT = "aiNoticeText";
  public static final String RETENTION_DAYS = "retentionDays";
  public static final String TITLE_MODEL = "titleModel";
  public static final String KEY_PROTECTIONS = "keyProtections";
  public static final String PLAIN_KEYS = "plainKeys";
  public static final String QUESTIONS_PER_MINUTE = "questionsPerMinute";
  public static final String QUESTIONS_PER_DAY = "questionsPerDay";
  public static final String TENANT_QUESTIONS_PER_MINUTE = "tenantQuestionsPerMinute";
  public static final String DISABLED_FEATURES = "disabledFeatures";

  public Optional<SignUpMode> signUp() {
    return text(SIGN_UP).map(SignUpMode::ofWireName);
  }

  /** Returns mail domains in ASCII and lower case. */
  public List<String> signUpDomains() {
    return texts(SIGN_UP_DOMAINS);
  }

  /** Returns ids and patterns of the models to offer; all if empty. */
  public List<String> allowedModels() {
    return texts(ALLOWED_MODELS);
  }

  /** Returns the id of the model of new conversations. */
  public Optional<String> defaultModel() {
    return text(DEFAULT_MODEL);
  }

  /** Returns the system prompt of new conversations that come without one. */
  public Optional<String> instructions() {
    return text(INSTRUCTIONS);
  }

  /** Returns the text that everybody in the tenant is shown. */
  public Optional<String> banner() {
    return text(BANNER);
  }

  public Optional<AiNoticePlace> aiNotice() {
    return text(AI_NOTICE).map(AiNoticePlace::ofWireName);
  }

  /** Returns what the notice says in place of Uru's own words. */
  public Optional<String> aiNoticeText() {
    return text(AI_NOTICE_TEXT);
  }

  /** Returns after how many days without activity a conversation is deleted; empty: never. */
  public Optional<Integer> retentionDays() {
    return number(RETENTION_DAYS);
  }

  /**
   * Returns these settings after a change.
   *
   * @param patch a merge patch (RFC 7396); null, an empty text and an empty list unset
   */
  public TenantSettings patched(JsonObject patch) {
    JsonObjectBuilder after = Json.createObjectBuilder();
    Json.createMergePatch(patch)
        .apply(json)
        .asJsonObject()
        .forEach(
            (name, value) -> {
              if (!isEmpty(value)) {
                after.add(name, value);
              }
            });
    return new TenantSettings(after.build());
  }

  private static boolean isEmpty(JsonValue value) {
    return switch (value.getValueType()) {
      case NULL -> true;
      case STRING -> ((JsonString) value).getString().isBlank();
      case ARRAY -> value.asJsonArray().isEmpty();
      case OBJECT, NUMBER, TRUE, FALSE -> false;
    };
  }

  /**
   * One setting that differs.
   *
   * @param before JSON null if it was not set
   * @param after JSON null if it is not set
   */
  public record Difference(String setting, JsonValue before, JsonValue after) {}

  /** Returns what differs in the settings that came after these, by name. */
  public List<Difference> differencesTo(TenantSettings later) {
    Set<String> names = new TreeSet<>(json.keySet());
    names.addAll(later.json.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      JsonValue before = json.getOrDefault(name, JsonValue.NULL);
      JsonValue after = later.json.getOrDefault(name, JsonValue.NULL);
      if (!before.equals(after)) {
        differences.add(new Difference(name, before, after));
      }
    }
    return differences;
  }

  /** Returns the id of the model that writes titles. */
  public Optional<String> titleModel() {
    return text(TITLE_MODEL);
  }

  /** Returns how browsers may keep keys that are added; all if nothing is set. */
  public List<KeyProtection> keyProtections() {
    List<String> set = texts(KEY_PROTECTIONS);
    return set.isEmpty()
        ? List.of(KeyProtection.values())
        : set.stream().map(KeyProtection::ofWireName).toList();
  }

  /** Returns whether a provider key may come unsealed, where the deployment allows it. */
  public boolean plainKeys() {
    return json.getBoolean(PLAIN_KEYS, true);
  }

  /** Returns how many questions one person may ask in a minute. */
  public Optional<Integer> questionsPerMinute() {
    return number(QUESTIONS_PER_MINUTE);
  }

  /** Returns how many questions one person may ask in a day. */
  public Optional<Integer> questionsPerDay() {
    return number(QUESTIONS_PER_DAY);
  }

  /** Returns how many questions all people together may ask in a minute. */
  public Optional<Integer> tenantQuestionsPerMinute() {
    return number(TENANT_QUESTIONS_PER_MINUTE);
  }

  /** Returns what is switched off. */
  public List<Feature> disabledFeatures() {
    return texts(DISABLED_FEATURES).stream().map(Feature::ofWireName).toList();
  }

  /** Returns what each person may use. */
  public BudgetLimits userBudget() {
    return budget("user");
  }

  /** Returns what all people together may use. */
  public BudgetLimits tenantBudget() {
    return budget("tenant");
  }

  private BudgetLimits budget(String whose) {
    return new BudgetLimits(
        wholeNumber(whose + "TokensPerDay"),
        wholeNumber(whose + "TokensPerMonth"),
        decimal(whose + "CostPerDay"),
        decimal(whose + "CostPerMonth"));
  }

  /** Returns what each person may store. */
  public StorageLimits userStorage() {
    return storage("user");
  }

  /** Returns what all people together may store. */
  public StorageLimits tenantStorage() {
    return storage("tenant");
  }

  private StorageLimits storage(String whose) {
    return new StorageLimits(
        wholeNumber(whose + "StorageMegabytes"), wholeNumber(whose + "Conversations"));
  }

  private @Nullable Long wholeNumber(String name) {
    JsonNumber number = json.getJsonNumber(name);
    return number == null ? null : number.longValueExact();
  }

  private @Nullable BigDecimal decimal(String name) {
    JsonNumber number = json.getJsonNumber(name);
    return number == null ? null : number.bigDecimalValue();
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(json.getString(name, null));
  }

  private Optional<Integer> number(String name) {
    return Optional.ofNullable(json.getJsonNumber(name)).map(JsonNumber::intValueExact);
  }

  private List<String> texts(String name) {
    JsonArray array = json.getJsonArray(name);
    return array == null
        ? List.of()
        : array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
