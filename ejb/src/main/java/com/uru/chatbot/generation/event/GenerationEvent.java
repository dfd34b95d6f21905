package com.uru.chatbot.generation.event;

import com.uru.chatbot.conversation.Message;

/** An event that subscribers of a generation receive, in order of position. */
public sealed interface GenerationEvent {
  /**
   * The most text that subscribers are offered at once, in UTF-16 code units: subscribers that do
   * not read would otherwise fill the memory with it.
   */
  int MAX_BATCH_LENGTH = 32_768;

  /** Returns where a subscriber is once it has this event. */
  EventPosition position();

  /** Returns whether this event ends a batch and more events can be read at once. */
  default boolean hasMore() {
    return false;
  }

  /** Receives each kind of event in a method of its own. */
  interface Visitor {
    void started(Started event);

    void delta(Delta event);

    void reasoning(ReasoningDelta event);

    void titled(Titled event);

    void ended(Ended event);
  }

  /** Calls the visitor's method for this kind of event. */
  void accept(Visitor visitor);

  /** The question and the empty answer are saved; the model is called. */
  record Started(Generation generation, Message userMessage, Message assistantMessage)
      implements GenerationEvent {
    @Override
    public EventPosition position() {
      return EventPosition.AFTER_STARTED;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.started(this);
    }
  }

  /** More text of the answer: all that has come since the last delta, unless it is cut. */
  record Delta(EventPosition position, String text, boolean hasMore) implements GenerationEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.delta(this);
    }
  }

  /** More of the summary of the model's reasoning, likewise. */
  record ReasoningDelta(EventPosition position, String text, boolean hasMore)
      implements GenerationEvent {
    @Override
    public void accept(Visitor visitor) {
      visitor.reasoning(this);
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
