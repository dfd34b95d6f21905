package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a generation as the database tells them, for readers on another node or after the
 * end.
 */
final class StoredEvents {
  private StoredEvents() {}

  static List<GenerationEvent> after(
      EventPosition position, Generation generation, Message question, Message answer) {
    List<GenerationEvent> events = new ArrayList<>(3);
    GenerationEvent.Started started =
        new GenerationEvent.Started(generation, question, answer.asBegun());
    if (position.isBefore(started.position())) {
      events.add(started);
    }
    int length = answer.text().length();
    if (position.textLength() < length) {
      events.add(
          new GenerationEvent.Delta(
              new EventPosition(length, EventPosition.TEXT),
              answer.text().substring(position.textLength())));
    }
    EventPosition end =
        new EventPosition(Math.max(length, position.textLength()), EventPosition.ENDED);
    if (answer.status() != MessageStatus.STREAMING && position.isBefore(end)) {
      events.add(new GenerationEvent.Ended(end, answer));
    }
    return events;
  }
}
