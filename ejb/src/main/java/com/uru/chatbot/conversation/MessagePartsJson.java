package com.uru.chatbot.conversation;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the parts of a message as they are stored in their {@code jsonb} column. */
final class MessagePartsJson {
  private static final String TYPE = "type";
  private static final String TEXT = "text";
  private static final String REASONING = "reasoning";
  private static final String SUMMARY = "summary";
  private static final String SECONDS = "seconds";

  private MessagePartsJson() {}

  static String write(List<MessagePart> parts) {
    return toArray(parts).toString();
  }

  static JsonArray toArray(List<MessagePart> parts) {
    JsonArrayBuilder json = Json.createArrayBuilder();
    parts.forEach(part -> json.add(write(part)));
    return json.build();
  }

  private static JsonObjectBuilder write(MessagePart part) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (part instanceof MessagePart.Reasoning reasoning) {
      return json.add(TYPE, REASONING)
          .add(SUMMARY, reasoning.summary())
          .add(SECONDS, reasoning.seconds());
    }
    return json.add(TYPE, TEXT).add(TEXT, ((MessagePart.Text) part).text());
  }

  /** Returns the stored parts without those of types that only a newer server knows. */
  static List<MessagePart> read(String json) {
    List<MessagePart> parts = new ArrayList<>();
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      for (JsonObject part : reader.readArray().getValuesAs(JsonObject.class)) {
        switch (part.getString(TYPE)) {
          case TEXT -> parts.add(new MessagePart.Text(part.getString(TEXT)));
          case REASONING ->
              parts.add(new MessagePart.Reasoning(part.getString(SUMMARY), part.getInt(SECONDS)));
          default -> {}
        }
      }
    }
    return parts;
  }
}
