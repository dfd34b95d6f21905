package com.uru.chatbot.model;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One question to a model and its streamed answer; used once. */
public interface ChatModelCall {
  /**
   * Sends the question, waits for the head of the answer, and then hands every event, in order, to
   * the receiver: on threads that other answers wait for, so it must not block. A stream that ends
   * without {@link ChatModelEvent.Finished} was cut off by the provider.
   *
   * @return completes when the stream has ended or was cancelled; exceptionally with a {@link
   *     com.uru.chatbot.shared.DomainException} if the provider refused or broke off, and then
   *     events already handed over stay valid. What depends on it must not block either
   */
  CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver);

  /** Closes the connection to the provider at once, from any thread, at any time; idempotent. */
  void cancel();
}
