package com.uru.chatbot.openai.responses;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;

/** Reads the output of a response that came in one piece, as if it had been streamed. */
final class WholeResponse {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private WholeResponse() {}

  /**
   * Passes the output to a parser, item by item.
   *
   * @throws ProtocolException if the output is not a list of items
   */
  static void read(String json, ResponsesStreamParser parser, OutputItems items)
      throws ProtocolException {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      for (JsonObject item : objects(reader.readObject(), "output")) {
        items.add(item);
        read(item, parser);
      }
    } catch (JsonException e) {
      throw new ProtocolException("The provider sent something that is not a response");
    }
  }

  private static void read(JsonObject item, ResponsesStreamParser parser) {
    switch (item.getString("type", "")) {
      case "message" -> readMessage(item, parser);
      case "reasoning" -> {
        for (JsonObject part : objects(item, "summary")) {
          parser.startReasoningParagraph();
          parser.reasoning(part.getString("text", ""));
        }
      }
      case "function_call", "custom_tool_call" -> parser.toolCall();
      default -> {
        // Items of other types, such as tool calls, are not shown.
      }
    }
  }

  private static void readMessage(JsonObject item, ResponsesStreamParser parser) {
    boolean commentary = "commentary".equals(item.getString("phase", ""));
    for (JsonObject part : objects(item, "content")) {
      String text = part.getString("text", "");
      if (commentary) {
        parser.startReasoningParagraph();
        parser.reasoning(text);
      } else if (part.getString("type", "").equals("refusal")) {
        parser.refusal(part.getString("refusal", ""));
      } else {
        parser.text(text);
      }
    }
  }

  private static List<JsonObject> objects(JsonObject parent, String member) {
    return parent.get(member) instanceof JsonArray array
        ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }
}
