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

  /**
   * More text of the answer: what has come since the last delta, but never so much that readers who
   * take nothing would fill the memory with what they have been offered.
   */
  record Delta(EventPosition position, String text) implements GenerationEvent {
    /** UTF-16 code units. */
    static final int MAX_LENGTH = 32_768;

    /** Whether more text may follow at once. */
    public boolean isFull() {
      return text.length() >= MAX_LENGTH - 1;
    }

    /** Where the delta that begins here ends; never between the halves of a character. */
    static int end(CharSequence text, int from) {
      int end = Math.min(text.length(), from + MAX_LENGTH);
      return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

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
