package com.uru.chatbot.openai.upstream;

import java.io.IOException;

/**
 * One attempt of a call to the provider, which returns with the head of the response.
 *
 * @param <T> the response
 */
@FunctionalInterface
public interface UpstreamCall<T> {
  /**
   * Sends the request and returns the response.
   *
   * @throws IOException if the provider failed or could not be reached; the circuit breaker counts
   *     only these
   * @throws com.uru.chatbot.shared.DomainException if the provider refused this request
   */
  T open() throws IOException;
}
