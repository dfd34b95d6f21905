package com.uru.chatbot.openai;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;

/** The answer to {@code GET /models}. */
final class ModelList {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final int MAX_BYTES = 1 << 20;

  private ModelList() {}

  /**
   * The ids in the list.
   *
   * @throws ProtocolException if this is no list of models; without a cause
   */
  static List<String> ids(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES);
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject().getJsonArray("data").getValuesAs(JsonObject.class).stream()
          .map(model -> model.get("id"))
          .filter(JsonString.class::isInstance)
          .map(id -> ((JsonString) id).getString())
          .toList();
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw new ProtocolException("The provider sent something that is not a list of models");
    }
  }
}
