package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;

/** What subscribers of a generation are told, in order of position. */
public sealed interface GenerationEvent {
  /** Where a subscriber is once it has this event. */
  EventPosition position();

  /** Sees each kind of event; one method each. */
  interface Visitor {
    void started(Started event);

    void delta(Delta event);

    void titled(Titled event);

    void ended(Ended event);
  }

  /** Hands this event to the method of its kind. */
  void accept(Visitor visitor);

  /** The question is saved and the answer has begun. */
  record Started(Generation generation, Message userMessage, Message assistantMessage)
      implements GenerationEvent {
    @Override
    public EventPosition position() {
      return new EventPosition(0, EventPosition.STARTED);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.started(this);
    }
  }

  /** More text of the answer. */
  record Delta(EventPosition position, String text) implements GenerationEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.delta(this);
    }
  }

  /** The conversation has a title. */
  record Titled(EventPosition position, String title) implements GenerationEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.titled(this);
    }
  }

  /** The answer is saved in its final state; nothing follows. */
  record Ended(EventPosition position, Message message) implements GenerationEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.ended(this);
    }
  }
}
