package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Speaker;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.call.AnswerApi;
import com.uru.chatbot.openai.call.RequestParameter;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of {@code POST /chat/completions}, shaped to what the model accepts.
 *
 * @param omitted parameters to leave out although the catalogue says that the model takes them
 */
record CompletionRequest(ChatRequest request, Model model, Set<RequestParameter> omitted) {
  private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  /** Returns whether the answer is requested as an event stream. */
  boolean streams() {
    return AnswerApi.streams(model, omitted);
  }

  /** Returns the JSON in UTF-8. */
  byte[] body() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = GENERATORS.createGenerator(bytes, StandardCharsets.UTF_8)) {
      json.writeStartObject().write("model", model.id());
      writeMessages(json);
      writeParameters(json);
      writeStreaming(json);
      json.writeEnd();
    }
    return bytes.toByteArray();
  }

  private void writeMessages(JsonGenerator json) {
    json.writeStartArray("messages");
    for (Turn turn : nonEmptyTurns()) {
      writeTurn(json, turn);
    }
    json.writeEnd();
  }

  /** Writes instructions as a message of their own, or before the user's text in one message. */
  private void writeTurn(JsonGenerator json, Turn turn) {
    String role = turn.speaker() == Speaker.USER ? "user" : "assistant";
    String instructions = turn.instructions();
    if (instructions == null) {
      writeMessage(json, role, turn.text());
    } else if (takesSystemMessage()) {
      writeMessage(json, systemRole(), instructions);
      writeMessage(json, role, turn.text());
    } else {
      writeMessage(json, role, instructions + "\n\n" + turn.text());
    }
  }

  /** Returns all turns but answers without text, which models refuse. */
  private List<Turn> nonEmptyTurns() {
    List<Turn> turns = new ArrayList<>(request.turns());
    turns.removeIf(turn -> turn.speaker() == Speaker.ASSISTANT && turn.text().isBlank());
    return turns;
  }

  private boolean takesSystemMessage() {
    return model.capabilities().systemPrompt()
        && !omitted.contains(RequestParameter.SYSTEM_MESSAGE);
  }

  private String systemRole() {
    return model.capabilities().reasoning() ? "developer" : "system";
  }

  private static void writeMessage(JsonGenerator json, String role, String content) {
    json.writeStartObject().write("role", role).write("content", content).writeEnd();
  }

  private void writeParameters(JsonGenerator json) {
    ChatRequest.Parameters parameters = request.parameters();
    Double temperature = parameters.temperature();
    String effort = model.effort(parameters.reasoningEffort());
    if (temperature != null
        && model.acceptsTemperature(effort)
        && !omitted.contains(RequestParameter.TEMPERATURE)) {
      json.write("temperature", temperature);
    }
    Integer maxOutputTokens = parameters.maxOutputTokens();
    if (maxOutputTokens != null && !omitted.contains(RequestParameter.MAX_OUTPUT_TOKENS)) {
      json.write("max_completion_tokens", Math.min(maxOutputTokens, model.maxOutputTokens()));
    }
    if (effort != null && !omitted.contains(RequestParameter.REASONING_EFFORT)) {
      json.write("reasoning_effort", effort);
    }
  }

  private void writeStreaming(JsonGenerator json) {
    if (!streams()) {
      return;
    }
    json.write("stream", true);
    if (!omitted.contains(RequestParameter.STREAM_OPTIONS)) {
      json.writeStartObject("stream_options").write("include_usage", true).writeEnd();
    }
  }
}
