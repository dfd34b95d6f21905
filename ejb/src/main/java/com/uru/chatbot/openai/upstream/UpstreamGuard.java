package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/**
 * The circuit breaker and the bulkhead of the provider. MicroProfile Fault Tolerance keeps one of
 * each per method, and every call to the provider passes this method, from sending the request to
 * the head of the response. The limits are in {@code META-INF/microprofile-config.properties},
 * which names this class and this method.
 */
@ApplicationScoped
public class UpstreamGuard {
  /**
   * Makes the call and returns its result.
   *
   * @throws org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException if the
   *     circuit breaker is open or the bulkhead is full; the call was not made
   */
  @CircuitBreaker(failOn = IOException.class)
  @Bulkhead
  public <T> T pass(UpstreamCall<T> call) throws IOException {
    return call.open();
  }
}
