package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.GenerationEvent;
import com.uru.chatbot.web.conversations.MessageBody;
import com.uru.chatbot.web.json.RecordWriter;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of the events on the wire. */
final class EventWriter {
  private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());

  /** Data of {@code started}. */
  public record StartedBody(
      GenerationBody generation, MessageBody userMessage, MessageBody assistantMessage) {}

  /** Data of a final event; the problem only of {@code failed}. */
  public record EndedBody(MessageBody message, @Nullable Object problem) {}

  String started(GenerationEvent.Started event) {
    return RecordWriter.toJson(
        new StartedBody(
            GenerationBody.of(event.generation()),
            MessageBody.of(event.userMessage()),
            MessageBody.of(event.assistantMessage())));
  }

  String delta(GenerationEvent.Delta event) {
    return text(event.text());
  }

  String reasoning(GenerationEvent.ReasoningDelta event) {
    return text(event.text());
  }

  private String text(String text) {
    return json.createObjectBuilder().add("text", text).build().toString();
  }

  String titled(GenerationEvent.Titled event) {
    return json.createObjectBuilder().add("title", event.title()).build().toString();
  }

  String ended(GenerationEvent.Ended event) {
    MessageBody message = MessageBody.of(event.message());
    return RecordWriter.toJson(new EndedBody(message, message.error()));
  }
}
