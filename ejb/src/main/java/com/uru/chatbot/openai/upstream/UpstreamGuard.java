package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/**
 * The bulkhead of the provider. MicroProfile Fault Tolerance keeps one per method, and every call
 * to the provider passes this method, from sending the request to the head of the response. The
 * limit is in {@code META-INF/microprofile-config.properties}, which names this class and this
 * method.
 */
@ApplicationScoped
public class UpstreamGuard {
  /**
   * Makes the call and returns its result.
   *
   * @throws org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException if too many calls
   *     wait for the provider; the call was not made
   */
  @Bulkhead
  public <T> T pass(UpstreamCall<T> call) throws IOException {
    return call.open();
  }
}
