package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.web.conversations.MessageBody;
import com.uru.chatbot.web.json.RecordWriter;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the events of a generation as they are on the wire: name, id and JSON data. */
public final class EventWriter {
  private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());

  /** Data of {@code started}. */
  public record StartedBody(
      GenerationBody generation, MessageBody userMessage, MessageBody assistantMessage) {}

  /** Data of a final event; the problem only of {@code failed}. */
  public record EndedBody(MessageBody message, @Nullable Object problem) {}

  /** Returns the name, the id and the data of an event. */
  public WireEvent write(GenerationEvent event) {
    Wording wording = new Wording();
    event.accept(wording);
    return new WireEvent(wording.name, event.position().id(), wording.data);
  }

  private final class Wording implements GenerationEvent.Visitor {
    private String name = "";
    private String data = "";

    private void set(String newName, String newData) {
      name = newName;
      data = newData;
    }

    @Override
    public void started(GenerationEvent.Started event) {
      set(
          "started",
          RecordWriter.toJson(
              new StartedBody(
                  GenerationBody.of(event.generation()),
                  MessageBody.of(event.userMessage()),
                  MessageBody.of(event.assistantMessage()))));
    }

    @Override
    public void delta(GenerationEvent.Delta event) {
      set("delta", object("text", event.text()));
    }

    @Override
    public void reasoning(GenerationEvent.ReasoningDelta event) {
      set("reasoning", object("text", event.text()));
    }

    @Override
    public void titled(GenerationEvent.Titled event) {
      set("title", object("title", event.title()));
    }

    @Override
    public void ended(GenerationEvent.Ended event) {
      MessageBody message = MessageBody.of(event.message());
      set(
          event.message().status().wireName(),
          RecordWriter.toJson(new EndedBody(message, message.error())));
    }

    private String object(String member, String value) {
      return json.createObjectBuilder().add(member, value).build().toString();
    }
  }
}
