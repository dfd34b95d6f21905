package com.uru.chatbot.dev.practice;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A request for an answer, read leniently, with what both APIs have. */
interface AnswerRequest {
  int MAX_TITLE_TOKENS = 64;

  JsonObject json();

  /** Returns the messages of the conversation, oldest first. */
  List<JsonObject> messages();

  /** Returns everything that the model reads before it answers: messages and other items. */
  List<JsonObject> input();

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

  /** Estimates the tokens of the input: four characters each, and four for every item. */
  default int promptTokens() {
    return 3 + input().stream().mapToInt(AnswerRequest::tokens).sum();
  }

  /** Estimates the tokens of one item of the input. */
  static int tokens(JsonObject item) {
    int characters = AnswerRequest.value(item, "encrypted_content").orElse(text(item)).length();
    return 4 + characters / 4;
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
    if (content.getValueType() == JsonValue.ValueType.ARRAY) {
      StringBuilder text = new StringBuilder();
      for (JsonObject part : content.asJsonArray().getValuesAs(JsonObject.class)) {
        text.append(part.getString("text", ""));
      }
      return text.toString();
    }
    return "";
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
