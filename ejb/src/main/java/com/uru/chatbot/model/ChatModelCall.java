package com.uru.chatbot.model;

import java.util.function.Consumer;

/** One question to a model and its streamed answer; used once. */
public interface ChatModelCall {
  /**
   * Sends the question and hands every event of the answer, in order, to the receiver on the
   * calling thread; blocks until the stream has ended. A stream that ends without {@link
   * ChatModelEvent.Finished} was cut off by the provider. Returns early and silently when
   * cancelled.
   *
   * @throws com.uru.chatbot.shared.DomainException if the provider refused or broke off; events
   *     already handed over stay valid
   */
  void stream(Consumer<ChatModelEvent> receiver);

  /** Closes the connection to the provider at once, from any thread, at any time; idempotent. */
  void cancel();
}
