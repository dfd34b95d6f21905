package com.uru.chatbot.dev.practice;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A request for an answer, read leniently; {@link ChatCompletionRules} says what is wrong with it.
 */
record ChatCompletionRequest(JsonObject json) {
  String model() {
    return json.get("model") instanceof JsonString model ? model.getString() : "";
  }

  boolean stream() {
    return json.getBoolean("stream", false);
  }

  boolean includeUsage() {
    return json.get("stream_options") instanceof JsonObject options
        && options.getBoolean("include_usage", false);
  }

  List<JsonObject> messages() {
    return json.get("messages") == null
        ? List.of()
        : json.getJsonArray("messages").getValuesAs(JsonObject.class);
  }

  /** The text of a message, whether it came as a string or as parts. */
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

  String lastUserText() {
    return messages().stream()
        .filter(message -> message.getString("role", "").equals("user"))
        .reduce((first, second) -> second)
        .map(ChatCompletionRequest::text)
        .orElse("");
  }

  /** The most tokens that the answer may have, whichever name the limit has. */
  OptionalInt maxTokens() {
    for (String name : List.of("max_completion_tokens", "max_tokens")) {
      if (json.get(name) instanceof JsonNumber limit) {
        return OptionalInt.of(limit.intValue());
      }
    }
    return OptionalInt.empty();
  }

  /** A guess: four characters to a token, and what each message costs beside its text. */
  int promptTokens() {
    return 3 + messages().stream().mapToInt(message -> 4 + text(message).length() / 4).sum();
  }

  /** Whether this asks for the title of a conversation: a few tokens, and told to name it. */
  boolean wantsTitle() {
    return maxTokens().orElse(Integer.MAX_VALUE) <= 64
        && messages().stream().anyMatch(ChatCompletionRequest::tellsToName);
  }

  private static boolean tellsToName(JsonObject message) {
    String text = text(message).toLowerCase(Locale.ROOT);
    return !message.getString("role", "").equals("user")
        && (text.contains("title") || text.contains("name the conversation"));
  }
}
