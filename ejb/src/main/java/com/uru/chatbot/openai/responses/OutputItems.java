package com.uru.chatbot.openai.responses;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
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
  private static final String ITEM = "item";
  private static final String REASONING = "reasoning";
  private static final Set<String> RETURNED_TYPES = Set.of(REASONING, "message");

  private final String model;

  /** Events that carry an item each; parsed only if the answer has reasoning, most have none. */
  private final List<String> events = new ArrayList<>();

  private boolean hasReasoning;

  OutputItems(String model) {
    this.model = model;
  }

  /**
   * Adds the item of a {@code response.output_item.done} event, if it is to be returned.
   *
   * @param type the type of the item
   * @param event the JSON of the event, with a member {@code item}
   */
  void addItemOf(String event, String type) {
    if (RETURNED_TYPES.contains(type)) {
      events.add(event);
      hasReasoning |= type.equals(REASONING);
    }
  }

  /** Adds an item, if it is to be returned. */
  void add(JsonObject item) {
    String event = BUILDERS.createObjectBuilder().add(ITEM, item).build().toString();
    addItemOf(event, item.getString("type", ""));
  }

  /** Returns the items as kept with the message; null if the text alone says as much. */
  @Nullable String toJson() {
    List<JsonObject> items = hasReasoning ? readItems() : List.of();
    if (items.stream().noneMatch(OutputItems::isEncryptedReasoning)) {
      return null;
    }
    return BUILDERS
        .createObjectBuilder()
        .add("model", model)
        .add("items", BUILDERS.createArrayBuilder(items))
        .build()
        .toString();
  }

  /** Returns the stored items, or an empty list if another model has made them. */
  static List<JsonValue> read(String json, String model) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      JsonObject kept = reader.readObject();
      return model.equals(kept.getString("model", "")) ? kept.getJsonArray("items") : List.of();
    } catch (JsonException | ClassCastException | NullPointerException e) {
      return List.of();
    }
  }

  private List<JsonObject> readItems() {
    return events.stream()
        .map(OutputItems::itemOf)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  private static boolean isEncryptedReasoning(JsonObject item) {
    return item.getString("type", "").equals(REASONING) && item.get("encrypted_content") != null;
  }

  /** Returns the item of an event; null if the event cannot be read. */
  private static @Nullable JsonValue itemOf(String event) {
    try (JsonReader reader = READERS.createReader(new StringReader(event))) {
      return reader.readObject().get(ITEM);
    } catch (JsonException e) {
      return null;
    }
  }
}
