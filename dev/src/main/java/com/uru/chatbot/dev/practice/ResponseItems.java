package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;

/** The items of a response. */
final class ResponseItems {
  private ResponseItems() {}

  static boolean isReasoning(JsonObject item) {
    return item.getString("type", "").equals("reasoning");
  }

  /** Returns whether an item was part of an answer. */
  static boolean isOutput(JsonObject item) {
    return isReasoning(item)
        || item.getString("type", "").equals("function_call")
        || item.getString("role", "").equals("assistant");
  }

  static String newId(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }

  static JsonObject reasoning(String id, List<String> summary, String encryptedContent) {
    JsonArrayBuilder parts = Json.createArrayBuilder();
    summary.forEach(text -> parts.add(summaryPart(text)));
    return Json.createObjectBuilder()
        .add("id", id)
        .add("type", "reasoning")
        .add("summary", parts)
        .add("encrypted_content", encryptedContent)
        .build();
  }

  static JsonObject summaryPart(String text) {
    return Json.createObjectBuilder().add("type", "summary_text").add("text", text).build();
  }

  /**
   * Returns a message.
   *
   * @param phase empty for none
   */
  static JsonObject message(String id, String phase, String status, JsonArrayBuilder content) {
    JsonObjectBuilder message =
        Json.createObjectBuilder()
            .add("id", id)
            .add("type", "message")
            .add("status", status)
            .add("content", content)
            .add("role", "assistant");
    return phase.isEmpty() ? message.build() : message.add("phase", phase).build();
  }

  static JsonObject text(String text) {
    return Json.createObjectBuilder()
        .add("type", "output_text")
        .add("annotations", JsonValue.EMPTY_JSON_ARRAY)
        .add("logprobs", JsonValue.EMPTY_JSON_ARRAY)
        .add("text", text)
        .build();
  }

  static JsonObject refusal(String text) {
    return Json.createObjectBuilder().add("type", "refusal").add("refusal", text).build();
  }

  static JsonObject functionCall(String id, String status, String arguments) {
    return Json.createObjectBuilder()
        .add("id", id)
        .add("type", "function_call")
        .add("status", status)
        .add("arguments", arguments)
        .add("call_id", "call_practice")
        .add("name", PracticeReply.FUNCTION)
        .build();
  }
}
