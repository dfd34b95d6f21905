package com.uru.chatbot.openai.responses;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Speaker;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.call.AnswerApi;
import com.uru.chatbot.openai.call.RequestParameter;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /responses}, shaped to what the model accepts. The input only grows from
 * question to question, so that the provider's prompt cache holds: instructions are developer
 * messages in the place where they began to hold, never the top-level {@code instructions}, which
 * the provider adds behind the input.
 *
 * @param omitted parameters to leave out although the catalogue says that the model takes them
 */
record ResponsesRequest(ChatRequest request, Model model, Set<RequestParameter> omitted) {
  private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  /** Returns the JSON in UTF-8. */
  byte[] body() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = GENERATORS.createGenerator(bytes, StandardCharsets.UTF_8)) {
      json.writeStartObject().write("model", model.id()).write("store", false);
      writeInput(json);
      writeParameters(json);
      writeOrigin(json);
      writeStreaming(json);
      json.writeEnd();
    }
    return bytes.toByteArray();
  }

  /** Returns the part of the JSON of which the provider counts the tokens, in UTF-8. */
  byte[] countedBody() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = GENERATORS.createGenerator(bytes, StandardCharsets.UTF_8)) {
      json.writeStartObject().write("model", model.id());
      writeInput(json);
      json.writeEnd();
    }
    return bytes.toByteArray();
  }

  private void writeInput(JsonGenerator json) {
    json.writeStartArray("input");
    for (Turn turn : request.turns()) {
      if (turn.speaker() == Speaker.USER) {
        writeQuestion(json, turn);
      } else {
        writeAnswer(json, turn);
      }
    }
    json.writeEnd();
  }

  private void writeQuestion(JsonGenerator json, Turn turn) {
    String instructions = turn.instructions();
    if (instructions == null) {
      writeMessage(json, "user", turn.text());
    } else if (takesDeveloperMessage()) {
      writeMessage(json, "developer", instructions);
      writeMessage(json, "user", turn.text());
    } else {
      writeMessage(json, "user", instructions + "\n\n" + turn.text());
    }
  }

  private boolean takesDeveloperMessage() {
    return model.capabilities().systemPrompt()
        && !omitted.contains(RequestParameter.SYSTEM_MESSAGE);
  }

  /** Writes the items of the answer as they came, or its text if another model has written it. */
  private void writeAnswer(JsonGenerator json, Turn turn) {
    List<JsonValue> items = itemsOf(turn.providerItems());
    if (!items.isEmpty()) {
      items.forEach(json::write);
    } else if (!turn.text().isBlank()) {
      writeMessage(json, "assistant", turn.text());
    }
  }

  private List<JsonValue> itemsOf(@Nullable String providerItems) {
    return providerItems == null || omitted.contains(RequestParameter.PROVIDER_ITEMS)
        ? List.of()
        : OutputItems.read(providerItems, model.id());
  }

  private static void writeMessage(JsonGenerator json, String role, String content) {
    json.writeStartObject().write("role", role).write("content", content).writeEnd();
  }

  private void writeParameters(JsonGenerator json) {
    ChatRequest.Parameters parameters = request.parameters();
    String effort = AnswerApi.effort(model, parameters, omitted);
    Double temperature = parameters.temperature();
    if (temperature != null
        && model.acceptsTemperature(effort)
        && !omitted.contains(RequestParameter.TEMPERATURE)) {
      json.write("temperature", temperature);
    }
    Integer maxOutputTokens = parameters.maxOutputTokens();
    if (maxOutputTokens != null && !omitted.contains(RequestParameter.MAX_OUTPUT_TOKENS)) {
      json.write("max_output_tokens", Math.min(maxOutputTokens, model.maxOutputTokens()));
    }
    writeReasoning(json, effort);
  }

  private void writeReasoning(JsonGenerator json, @Nullable String effort) {
    boolean summary =
        model.reasonsWith(effort) && !omitted.contains(RequestParameter.REASONING_SUMMARY);
    if (effort == null && !summary) {
      return;
    }
    json.writeStartObject("reasoning");
    if (effort != null) {
      json.write("effort", effort);
    }
    if (summary) {
      json.write("summary", "auto");
    }
    json.writeEnd();
  }

  private void writeOrigin(JsonGenerator json) {
    ChatRequest.Origin origin = request.origin();
    if (origin == null) {
      return;
    }
    if (!omitted.contains(RequestParameter.PROMPT_CACHE_KEY)) {
      json.write("prompt_cache_key", origin.conversation());
    }
    if (!omitted.contains(RequestParameter.SAFETY_IDENTIFIER)) {
      json.write("safety_identifier", origin.user());
    }
  }

  private void writeStreaming(JsonGenerator json) {
    if (!AnswerApi.streams(model, omitted)) {
      return;
    }
    json.write("stream", true);
    if (!omitted.contains(RequestParameter.STREAM_OPTIONS)) {
      json.writeStartObject("stream_options").write("include_obfuscation", false).writeEnd();
    }
  }
}
