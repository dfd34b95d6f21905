package com.uru.chatbot.openai.responses;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output items of an answer that are sent back with the next question, unchanged: encrypted
 * reasoning, and messages with their phase. They are kept as {@code {"model", "items"}}, because
 * only the model that has reasoned can read its reasoning.
 */
final class OutputItems {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
  private static final Set<String> RETURNED_TYPES = Set.of("reasoning", "message");

  private final String model;
  private final JsonArrayBuilder items = BUILDERS.createArrayBuilder();
  private boolean hasReasoning;

  OutputItems(String model) {
    this.model = model;
  }

  /**
   * Adds the {@code item} of a {@code response.output_item.done} event, if it is to be returned.
   */
  void addItemOf(String event) {
    JsonObject item = objectOrNull(event, "item");
    if (item != null) {
      add(item);
    }
  }

  /** Adds an item, if it is to be returned. */
  void add(JsonObject item) {
    String type = item.getString("type", "");
    if (RETURNED_TYPES.contains(type)) {
      items.add(item);
      hasReasoning |= type.equals("reasoning") && item.get("encrypted_content") != null;
    }
  }

  /** Returns the items as kept with the message; null if the text alone says as much. */
  @Nullable String toJson() {
    return hasReasoning
        ? BUILDERS.createObjectBuilder().add("model", model).add("items", items).build().toString()
        : null;
  }

  /** Returns the kept items if this model has made them, else none. */
  static List<JsonValue> read(String json, String model) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      JsonObject kept = reader.readObject();
      return model.equals(kept.getString("model", "")) ? kept.getJsonArray("items") : List.of();
    } catch (JsonException | ClassCastException | NullPointerException e) {
      return List.of();
    }
  }

  private static @Nullable JsonObject objectOrNull(String json, String member) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      return reader.readObject().get(member) instanceof JsonObject object ? object : null;
    } catch (JsonException e) {
      return null;
    }
  }
}
