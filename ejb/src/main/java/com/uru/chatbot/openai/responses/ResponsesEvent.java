package com.uru.chatbot.openai.responses;

import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.json.JsonCursor;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Uru takes from one streaming event of Responses, or from a whole response; everything else
 * is skipped. An event is told by {@code type} in its data: gateways leave {@code event:} lines
 * out.
 */
final class ResponsesEvent {
  private String type = "";
  private String object = "";
  private String delta = "";
  private int outputIndex;
  private String itemType = "";
  private @Nullable String phase;
  private @Nullable String status;
  private @Nullable String incompleteReason;
  private @Nullable TokenUsage usage;
  private @Nullable Map<String, String> error;
  private Map<String, String> flat = Map.of();

  private ResponsesEvent() {}

  /**
   * Parses one JSON object.
   *
   * @throws ProtocolException if it is none
   */
  static ResponsesEvent parse(String json) throws ProtocolException {
    ResponsesEvent event = new ResponsesEvent();
    JsonCursor.readObject(json, event::member);
    return event;
  }

  /** Returns the type, for example {@code response.output_text.delta}; empty if there is none. */
  String type() {
    return type;
  }

  /** Returns whether this is a whole response and not an event. */
  boolean isWholeResponse() {
    return object.equals("response");
  }

  /** Returns the text of a delta. */
  String delta() {
    return delta;
  }

  /** Returns the place of the output item that the event is about. */
  int outputIndex() {
    return outputIndex;
  }

  /** Returns the type of the output item, for example {@code message}; empty if there is none. */
  String itemType() {
    return itemType;
  }

  /** Returns whether the output item is a remark on the way to the answer. */
  boolean isCommentary() {
    return "commentary".equals(phase);
  }

  /** Returns the status of the response, null if the event has none. */
  @Nullable String status() {
    return status;
  }

  /** Returns why the response is incomplete, null if it does not say. */
  @Nullable String incompleteReason() {
    return incompleteReason;
  }

  /** Returns the usage, null if the event has none. */
  @Nullable TokenUsage usage() {
    return usage;
  }

  /** Returns the members of a nested error that are strings; null if there is no such error. */
  @Nullable Map<String, String> nestedError() {
    return error;
  }

  /** Returns code, message and param of the event itself, as the event {@code error} has them. */
  Map<String, String> flatError() {
    return flat;
  }

  private void member(JsonCursor value, String name) {
    switch (name) {
      case "type" -> type = orEmpty(value.string());
      case "object" -> object = orEmpty(value.string());
      case "delta" -> delta = orEmpty(value.string());
      case "output_index" -> outputIndex = value.count();
      case "item" -> value.object(member -> item(value, member));
      case "response" -> value.object(member -> response(value, member));
      case "code", "message", "param" -> flat(value, name);
      default -> response(value, name);
    }
  }

  private void flat(JsonCursor value, String name) {
    String text = value.string();
    if (text != null) {
      flat = new HashMap<>(flat);
      flat.put(name, text);
    }
  }

  private void item(JsonCursor value, String name) {
    switch (name) {
      case "type" -> itemType = orEmpty(value.string());
      case "phase" -> phase = value.string();
      default -> value.skip();
    }
  }

  private void response(JsonCursor value, String name) {
    switch (name) {
      case "status" -> status = value.string();
      case "error" -> error = value.strings();
      case "incomplete_details" -> value.object(member -> incomplete(value, member));
      case "usage" -> usage(value);
      default -> value.skip();
    }
  }

  private void incomplete(JsonCursor value, String name) {
    if (name.equals("reason")) {
      incompleteReason = value.string();
    } else {
      value.skip();
    }
  }

  private void usage(JsonCursor value) {
    Map<String, Integer> counts = new HashMap<>();
    boolean present = value.object(name -> count(value, name, counts));
    if (present) {
      int output = counts.getOrDefault("output_tokens", 0);
      usage =
          new TokenUsage(
              counts.getOrDefault("input_tokens", 0),
              counts.getOrDefault("cached_tokens", 0),
              counts.getOrDefault("cache_write_tokens", 0),
              output,
              Math.min(counts.getOrDefault("reasoning_tokens", 0), output));
    }
  }

  private static void count(JsonCursor value, String name, Map<String, Integer> counts) {
    switch (name) {
      case "input_tokens",
          "output_tokens",
          "cached_tokens",
          "cache_write_tokens",
          "reasoning_tokens" ->
          counts.put(name, value.count());
      case "input_tokens_details", "output_tokens_details" ->
          value.object(detail -> count(value, detail, counts));
      default -> value.skip();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
