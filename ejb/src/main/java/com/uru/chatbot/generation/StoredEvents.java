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
    int from = Math.min(position.textLength(), length);
    int to = GenerationEvent.Delta.end(answer.text(), from);
    if (from < to) {
      events.add(
          new GenerationEvent.Delta(
              new EventPosition(to, EventPosition.TEXT), answer.text().substring(from, to)));
    }
    EventPosition end =
        new EventPosition(Math.max(length, position.textLength()), EventPosition.ENDED);
    if (to == length && answer.status() != MessageStatus.STREAMING && position.isBefore(end)) {
      events.add(new GenerationEvent.Ended(end, answer));
    }
    return events;
  }
}
