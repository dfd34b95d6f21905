package com.uru.chatbot.web.json;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads bytes as one JSON object, and refuses everything that is not exactly that. */
final class JsonDocument {
  private static final int MAX_DEPTH = 32;

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private JsonDocument() {}

  /**
   * The object, with unique keys, at most 32 levels deep.
   *
   * @throws DomainException {@code MALFORMED_JSON}
   */
  static JsonObject parse(byte[] bytes) {
    String text = decode(bytes);
    try {
      checkDepth(text);
      try (JsonReader reader = READERS.createReader(new StringReader(text))) {
        JsonStructure document = reader.read();
        if (document.getValueType() != JsonValue.ValueType.OBJECT) {
          throw malformed("A JSON object is expected.");
        }
        return document.asJsonObject();
      }
    } catch (JsonException e) {
      throw malformed("The body is not well-formed JSON.");
    } catch (UnsupportedOperationException e) {
      throw malformed("A number in the body has too many digits.");
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The body is not UTF-8.");
    }
  }

  /** In a stream, so that a deep document is refused before anything recurses into it. */
  private static void checkDepth(String text) {
    int depth = 0;
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      while (parser.hasNext()) {
        JsonParser.Event event = parser.next();
        if (event == JsonParser.Event.START_OBJECT || event == JsonParser.Event.START_ARRAY) {
          depth++;
        } else if (event == JsonParser.Event.END_OBJECT || event == JsonParser.Event.END_ARRAY) {
          depth--;
        }
        if (depth > MAX_DEPTH) {
          throw malformed("The body is nested more than " + MAX_DEPTH + " levels deep.");
        }
      }
    }
  }

  private static DomainException malformed(String detail) {
    return new DomainException(ProblemCode.MALFORMED_JSON, detail);
  }
}
