package com.uru.chatbot.dev.practice;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request for an answer, read leniently, with what both APIs have. */
interface AnswerRequest {
  int MAX_TITLE_TOKENS = 64;

  JsonObject json();

  /** Returns the messages of the conversation, oldest first. */
  List<JsonObject> messages();

  /** Returns everything that the model reads before it answers: messages and other items. */
  List<JsonObject> input();

  /** Returns the items of the input that prompt caching applies to, in the order of the model. */
  List<JsonObject> cacheableInput();

  /** Returns the most tokens that the answer may have, whichever name the limit has. */
  OptionalInt maxTokens();

  /** Returns the reasoning effort that is asked for. */
  Optional<String> effort();

  default String model() {
    return json().get("model") instanceof JsonString model ? model.getString() : "";
  }

  default boolean stream() {
    return json().getBoolean("stream", false);
  }

  default String lastUserText() {
    return messages().stream()
        .filter(message -> message.getString("role", "").equals("user"))
        .reduce((first, second) -> second)
        .map(AnswerRequest::text)
        .orElse("");
  }

  /** Returns the text of the first question, empty without one. */
  default String firstUserText() {
    return messages().stream()
        .filter(message -> message.getString("role", "").equals("user"))
        .findFirst()
        .map(AnswerRequest::text)
        .orElse("");
  }

  /** Estimates the tokens of the input. */
  default int promptTokens() {
    return InputItems.BASE_TOKENS + input().stream().mapToInt(InputItems::tokens).sum();
  }

  /** Returns whether this asks for a title: few tokens, and an instruction that speaks of one. */
  default boolean wantsTitle() {
    return maxTokens().orElse(Integer.MAX_VALUE) <= MAX_TITLE_TOKENS
        && messages().stream().anyMatch(AnswerRequest::tellsToName);
  }

  /** Returns the text of a message, whether it came as a string or as parts. */
  static String text(JsonObject message) {
    JsonValue content = message.getOrDefault("content", JsonValue.NULL);
    if (content instanceof JsonString text) {
      return text.getString();
    }
    StringBuilder text = new StringBuilder();
    objects(content).forEach(part -> text.append(part.getString("text", "")));
    return text.toString();
  }

  /** Returns the objects of an array; none if the value is not an array. */
  static List<JsonObject> objects(@Nullable JsonValue value) {
    if (!(value instanceof JsonArray array)) {
      return List.of();
    }
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }

  /** Returns a member as text, empty if it is absent or null. */
  static Optional<String> value(JsonObject json, String name) {
    JsonValue value = json.getOrDefault(name, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return Optional.empty();
    }
    return Optional.of(value instanceof JsonString text ? text.getString() : value.toString());
  }

  private static boolean tellsToName(JsonObject message) {
    String text = text(message).toLowerCase(Locale.ROOT);
    return !message.getString("role", "").equals("user")
        && (text.contains("title") || text.contains("name the conversation"));
  }
}
