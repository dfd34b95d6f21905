package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A body of {@code POST /v1/responses}; {@link ResponsesRules} checks it. */
record ResponsesRequest(JsonObject json) implements AnswerRequest {
  /** Returns the items of {@code input}; a text is one message of the user. */
  List<JsonObject> items() {
    JsonValue input = json.getOrDefault("input", JsonValue.NULL);
    if (input instanceof JsonString text) {
      return List.of(message("user", text.getString()));
    }
    return AnswerRequest.objects(input);
  }

  ResponsesRequest withItems(List<JsonObject> items) {
    JsonArrayBuilder input = Json.createArrayBuilder();
    items.forEach(input::add);
    return new ResponsesRequest(Json.createObjectBuilder(json).add("input", input).build());
  }

  Optional<String> instructions() {
    return AnswerRequest.value(json, "instructions");
  }

  /** Returns the items and the instructions, which GPT-6.2 and later read last. */
  @Override
  public List<JsonObject> input() {
    List<JsonObject> all = new ArrayList<>(items());
    int index = readsInstructionsLast() ? all.size() : 0;
    instructions().ifPresent(text -> all.add(index, message("developer", text)));
    return all;
  }

  @Override
  public List<JsonObject> cacheableInput() {
    return readsInstructionsLast() ? items() : input();
  }

  private boolean readsInstructionsLast() {
    return PracticeModel.isFrom(model(), 6, 2);
  }

  @Override
  public List<JsonObject> messages() {
    return input().stream().filter(item -> item.containsKey("role")).toList();
  }

  @Override
  public OptionalInt maxTokens() {
    return json.get("max_output_tokens") instanceof JsonNumber limit
        ? OptionalInt.of(limit.intValue())
        : OptionalInt.empty();
  }

  @Override
  public Optional<String> effort() {
    return AnswerRequest.value(reasoning(), "effort");
  }

  /** Returns the kind of summary of the reasoning that is asked for. */
  Optional<String> summary() {
    return AnswerRequest.value(reasoning(), "summary");
  }

  boolean store() {
    return json.getBoolean("store", true);
  }

  /** Returns whether deltas are padded, which the request has to switch off. */
  boolean obfuscates() {
    return !(json.get("stream_options") instanceof JsonObject options)
        || options.getBoolean("include_obfuscation", true);
  }

  private JsonObject reasoning() {
    return json.get("reasoning") instanceof JsonObject reasoning
        ? reasoning
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static JsonObject message(String role, String text) {
    return Json.createObjectBuilder().add("role", role).add("content", text).build();
  }
}
