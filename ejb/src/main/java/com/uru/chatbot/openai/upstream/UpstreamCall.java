package com.uru.chatbot.openai.upstream;

import java.io.IOException;

/**
 * A call to the provider, made once for each attempt.
 *
 * @param <T> the response
 */
public interface UpstreamCall<T> {
  /** Returns where the next attempt goes. */
  CallTarget target();

  /** Returns a hash that tells the user of this call from other users. */
  String user();

  /**
   * Sends the request and returns with the head of the response.
   *
   * @throws IOException if the provider failed or could not be reached; circuit breakers count only
   *     these as failures
   * @throws com.uru.chatbot.shared.DomainException if the provider refused this request
   */
  T open() throws IOException;
}
