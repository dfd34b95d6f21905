package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;

/** The {@code response} object of one answer in its different states. */
final class ResponseObject {
  private final String id = ResponseItems.newId("resp_");
  private final ResponsesRequest request;
  private final PracticeModel model;
  private final AnswerPlan plan;
  private final Usage usage;
  private final JsonArray inputTransformations;
  private final Instant created;

  ResponseObject(
      ResponsesRequest request,
      PracticeModel model,
      AnswerPlan plan,
      Usage usage,
      JsonArray inputTransformations,
      Instant created) {
    this.request = request;
    this.model = model;
    this.plan = plan;
    this.usage = usage;
    this.inputTransformations = inputTransformations;
    this.created = created;
  }

  JsonObject inProgress() {
    return object("in_progress", List.of()).build();
  }

  /** Returns the finished response: completed, or incomplete with the reason. */
  JsonObject finished(List<JsonObject> output) {
    JsonObjectBuilder response =
        object(status(), output)
            .add("completed_at", created.getEpochSecond() + 1)
            .add("usage", usageObject());
    return switch (plan.end()) {
      case STOP, TOOL_CALL -> response.build();
      case LENGTH -> incomplete(response, "max_output_tokens");
      case CONTENT_FILTER -> incomplete(response, "content_filter");
      case MAX_MESSAGES -> incomplete(response, "max_messages");
    };
  }

  /** Returns {@code completed} or {@code incomplete}. */
  String status() {
    return switch (plan.end()) {
      case STOP, TOOL_CALL -> "completed";
      case LENGTH, CONTENT_FILTER, MAX_MESSAGES -> "incomplete";
    };
  }

  JsonObject failed(JsonObject error) {
    return object("failed", List.of()).add("error", error).build();
  }

  private static JsonObject incomplete(JsonObjectBuilder response, String reason) {
    return response
        .add("incomplete_details", Json.createObjectBuilder().add("reason", reason))
        .build();
  }

  private JsonObjectBuilder object(String status, List<JsonObject> output) {
    JsonArrayBuilder items = Json.createArrayBuilder();
    output.forEach(items::add);
    JsonObject json = request.json();
    return Json.createObjectBuilder()
        .add("id", id)
        .add("object", "response")
        .add("created_at", created.getEpochSecond())
        .add("status", status)
        .add("background", false)
        .addNull("error")
        .addNull("incomplete_details")
        .add("input_transformations", inputTransformations)
        .add("instructions", json.getOrDefault("instructions", JsonValue.NULL))
        .add("max_output_tokens", json.getOrDefault("max_output_tokens", JsonValue.NULL))
        .add("model", model.snapshot())
        .add("output", items)
        .add("parallel_tool_calls", true)
        .addNull("previous_response_id")
        .add("prompt_cache_key", json.getOrDefault("prompt_cache_key", JsonValue.NULL))
        .add("reasoning", reasoning())
        .add("safety_identifier", json.getOrDefault("safety_identifier", JsonValue.NULL))
        .add("service_tier", "default")
        .add("store", request.store())
        .add("temperature", json.getOrDefault("temperature", Json.createValue(1)))
        .add(
            "text",
            Json.createObjectBuilder()
                .add("format", Json.createObjectBuilder().add("type", "text"))
                .add("verbosity", "medium"))
        .add("tool_choice", "auto")
        .add("tools", JsonValue.EMPTY_JSON_ARRAY)
        .add("top_p", json.getOrDefault("top_p", Json.createValue(1)))
        .add("truncation", "disabled")
        .addNull("usage")
        .addNull("user")
        .add("metadata", JsonValue.EMPTY_JSON_OBJECT);
  }

  private JsonObjectBuilder reasoning() {
    String effort = request.effort().orElse(model.defaultEffort());
    JsonObjectBuilder reasoning = Json.createObjectBuilder();
    if (effort.isEmpty()) {
      reasoning.addNull("effort");
    } else {
      reasoning.add("effort", effort);
    }
    return request
        .summary()
        .map(summary -> reasoning.add("summary", summary))
        .orElseGet(() -> reasoning.addNull("summary"));
  }

  private JsonObjectBuilder usageObject() {
    return Json.createObjectBuilder()
        .add("input_tokens", usage.input())
        .add(
            "input_tokens_details",
            Json.createObjectBuilder()
                .add("cached_tokens", usage.cached())
                .add("cache_write_tokens", usage.written()))
        .add("output_tokens", usage.output())
        .add(
            "output_tokens_details",
            Json.createObjectBuilder().add("reasoning_tokens", usage.reasoning()))
        .add("total_tokens", usage.total());
  }
}
