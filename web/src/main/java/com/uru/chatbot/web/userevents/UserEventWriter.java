package com.uru.chatbot.web.userevents;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.web.generations.EventWriter;
import com.uru.chatbot.web.generations.GenerationBody;
import com.uru.chatbot.web.generations.WireEvent;
import com.uru.chatbot.web.json.RecordWriter;
import java.util.List;
import java.util.UUID;

/** The data of the events of a user on the wire, as JSON. */
final class UserEventWriter {
  private final EventWriter events = new EventWriter();

  /**
   * A running generation.
   *
   * @param position the id after which its events are delivered
   */
  public record RunningGeneration(GenerationBody generation, long position) {
    static RunningGeneration of(Generation generation, EventPosition position) {
      return new RunningGeneration(GenerationBody.of(generation), position.id());
    }
  }

  /** Data of {@code running}. */
  public record RunningBody(List<RunningGeneration> generations) {}

  /** Data of {@code conversation_changed}. */
  public record ChangedBody(UUID id, long version) {}

  /** Data of {@code conversation_deleted}. */
  public record DeletedBody(UUID id) {}

  /** Data of {@code generation_started}. */
  public record StartedBody(GenerationBody generation) {}

  String running(List<RunningGeneration> running) {
    return RecordWriter.toJson(new RunningBody(running));
  }

  String changed(UserEvent.ConversationChanged event) {
    return RecordWriter.toJson(new ChangedBody(event.conversationId(), event.version()));
  }

  String deleted(UserEvent.ConversationDeleted event) {
    return RecordWriter.toJson(new DeletedBody(event.conversationId()));
  }

  String started(Generation generation) {
    return RecordWriter.toJson(new StartedBody(GenerationBody.of(generation)));
  }

  /** Returns an event of a generation as its own stream has it, with its place in that stream. */
  String wrapped(UUID generationId, EventPosition after, GenerationEvent event) {
    WireEvent wire = events.write(event);
    return "{\"generationId\":\""
        + generationId
        + "\",\"after\":"
        + after.id()
        + ",\"position\":"
        + wire.id()
        + ",\"event\":\""
        + wire.name()
        + "\",\"data\":"
        + wire.data()
        + "}";
  }
}
