package com.uru.chatbot.model;

/** What a model's stream tells, in order: text, then why it ended, then what it cost. */
public sealed interface ChatModelEvent {
  /** More text, never empty, never half a surrogate pair. */
  record TextDelta(String text) implements ChatModelEvent {}

  /** The model said why it stopped. */
  record Finished(FinishReason reason) implements ChatModelEvent {}

  /** The provider's bill for this call. */
  record Used(TokenUsage usage) implements ChatModelEvent {}
}
