package com.uru.chatbot.model;

/**
 * An event of a model's stream. Reasoning and text come first, in any order; then at most one
 * {@code Finished}; {@code ProviderItems} and {@code Used} come at most once each, at any time.
 */
public sealed interface ChatModelEvent {
  /** More text of the answer: never empty, never half a surrogate pair. */
  record TextDelta(String text) implements ChatModelEvent {}

  /**
   * More text of the summary of the model's reasoning: never empty, never half a surrogate pair.
   */
  record ReasoningDelta(String text) implements ChatModelEvent {}

  /**
   * What the provider wants to be sent back with this answer when the conversation goes on, for
   * example encrypted reasoning.
   *
   * @param json opaque to everything but the adapter that made it; never shown, exported or logged
   */
  record ProviderItems(String json) implements ChatModelEvent {}

  /** The reason for which the model stopped. */
  record Finished(FinishReason reason) implements ChatModelEvent {}

  /** The tokens that the provider bills for this call. */
  record Used(TokenUsage usage) implements ChatModelEvent {}
}
