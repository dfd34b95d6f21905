package com.uru.chatbot.openai.upstream;

import java.io.IOException;

/**
 * Asks the provider once and comes back with the beginning of an answer.
 *
 * @param <T> what has begun
 */
@FunctionalInterface
public interface UpstreamCall<T> {
  /**
   * Asks.
   *
   * @throws IOException if the provider failed or could not be reached; nothing else counts against
   *     it
   * @throws com.uru.chatbot.shared.DomainException if the provider refused this question
   */
  T open() throws IOException;
}
