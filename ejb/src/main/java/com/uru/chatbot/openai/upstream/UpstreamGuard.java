package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/**
 * The one gate to the provider, from the first byte of a question to the head of its answer.
 * MicroProfile Fault Tolerance keeps one breaker and one bulkhead per method, an installation has
 * one provider, and everything that is asked of it passes this method. The limits are in {@code
 * META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class UpstreamGuard {
  /**
   * Lets a call through, unless the provider is known to be down or too many calls wait for it.
   *
   * @throws org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException if the call
   *     was not made
   */
  @CircuitBreaker(failOn = IOException.class)
  @Bulkhead
  public <T> T pass(UpstreamCall<T> call) throws IOException {
    return call.open();
  }
}
