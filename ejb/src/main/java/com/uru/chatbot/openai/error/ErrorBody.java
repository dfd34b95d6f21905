package com.uru.chatbot.openai.error;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of an error in what OpenAI and gateways send, as a body or as an event of a
 * stream: an {@code error} object (OpenAI, Azure, LiteLLM), an {@code error} or {@code detail} that
 * is a text, a list of violations (FastAPI), the failed response of a {@code response.failed}
 * event, or the members on top (the {@code error} event of the Responses API, Azure API Management,
 * vLLM, Portkey).
 */
final class ErrorBody {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final String ERROR = "error";
  private static final String MESSAGE = "message";
  private static final String CODE = "code";
  private static final String TYPE = "type";
  private static final String PARAM = "param";
  private static final List<String> MEMBERS = List.of(MESSAGE, CODE, TYPE, PARAM);

  /** Words for the kind of an event or object, which say nothing about the error. */
  private static final Set<String> KINDS = Set.of(ERROR, "response.error", "response.failed");

  /** How Python writes the absence of a value into a text. */
  private static final String PYTHON_NONE = "None";

  private ErrorBody() {}

  /**
   * Returns the members of the error in a body, or null if the body has none. A body that is an
   * event stream is searched event by event.
   */
  static @Nullable Map<String, String> ofBody(String body) {
    String text = body.strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      return ofJson(text);
    }
    if (!text.startsWith("data:") && !text.startsWith("event:")) {
      return null;
    }
    return text.lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> ofEvent(line.substring("data:".length())))
        .filter(members -> members != null)
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the members of the error that an event of a stream reports, or null if the event is
   * part of an answer. Its members on top count only if they can be nothing but an error.
   */
  static @Nullable Map<String, String> ofEvent(String data) {
    JsonObject object = object(parse(data.strip()));
    if (object == null) {
      return null;
    }
    Map<String, String> nested = nested(object);
    if (nested != null) {
      return nested;
    }
    boolean error =
        isKind(string(object.get(TYPE)))
            || ERROR.equals(string(object.get("object")))
            || (object.containsKey(MESSAGE) && object.containsKey(CODE));
    return error ? flat(object) : null;
  }

  private static @Nullable Map<String, String> ofJson(String json) {
    JsonObject object = object(parse(json));
    if (object == null) {
      return null;
    }
    Map<String, String> nested = nested(object);
    return nested == null ? flat(object) : nested;
  }

  private static @Nullable Map<String, String> nested(JsonObject object) {
    JsonValue error = object.get(ERROR);
    if (error instanceof JsonObject members) {
      return flat(members);
    }
    if (error instanceof JsonString text) {
      Map<String, String> members = flat(object);
      members.putIfAbsent(MESSAGE, text.getString());
      return members;
    }
    if (object.get("response") instanceof JsonObject response
        && response.get(ERROR) instanceof JsonObject members) {
      return flat(members);
    }
    return detail(object.get("detail"));
  }

  private static @Nullable Map<String, String> detail(@Nullable JsonValue detail) {
    if (detail instanceof JsonString text) {
      return new HashMap<>(Map.of(MESSAGE, text.getString()));
    }
    if (detail instanceof JsonObject object) {
      Map<String, String> nested = nested(object);
      return nested == null ? flat(object) : nested;
    }
    if (detail instanceof JsonArray list
        && !list.isEmpty()
        && list.get(0) instanceof JsonObject violation) {
      return violation(violation);
    }
    return null;
  }

  /** A violation of FastAPI: {@code {"type", "loc": ["body", "temperature"], "msg"}}. */
  private static Map<String, String> violation(JsonObject violation) {
    Map<String, String> members = flat(violation);
    String message = string(violation.get("msg"));
    if (message != null) {
      members.putIfAbsent(MESSAGE, message);
    }
    if (violation.get("loc") instanceof JsonArray path && path.size() > 1) {
      String name = string(path.get(1));
      if (name != null) {
        members.putIfAbsent(PARAM, name);
      }
    }
    return members;
  }

  private static Map<String, String> flat(JsonObject object) {
    Map<String, String> members = new HashMap<>();
    for (String name : MEMBERS) {
      String value = string(object.get(name));
      boolean kind = name.equals(TYPE) && isKind(value);
      if (value != null && !value.equals(PYTHON_NONE) && !kind) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static boolean isKind(@Nullable String type) {
    return type != null && KINDS.contains(type);
  }

  private static @Nullable String string(@Nullable JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    return value instanceof JsonNumber number ? number.toString() : null;
  }

  /** Returns the object, or the first one of a list, as Google's gateways send it. */
  private static @Nullable JsonObject object(@Nullable JsonValue value) {
    if (value instanceof JsonArray list && !list.isEmpty()) {
      return object(list.get(0));
    }
    return value instanceof JsonObject object ? object : null;
  }

  private static @Nullable JsonValue parse(String json) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      return reader.readValue();
    } catch (JsonException | IllegalStateException | NoSuchElementException e) {
      return null;
    }
  }
}
