package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/**
 * Calls the provider through circuit breaker and bulkhead, and retries calls that failed before the
 * head of a response. Retries are made here and not by MicroProfile's {@code Retry}, which ignores
 * {@code Retry-After} and cannot be interrupted by a user's stop.
 */
@ApplicationScoped
public class UpstreamAccess {
  private static final Duration BULKHEAD_RETRY_AFTER = Duration.ofSeconds(5);

  private UpstreamGuard guard;
  private RetryPolicy retryPolicy;
  private UpstreamBreakers breakers;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamAccess() {}

  @Inject
  public UpstreamAccess(UpstreamGuard guard, RetryPolicy retryPolicy, UpstreamBreakers breakers) {
    this.guard = guard;
    this.retryPolicy = retryPolicy;
    this.breakers = breakers;
  }

  /** Waits before a retry. */
  @FunctionalInterface
  public interface BackOff {
    /**
     * Sleeps for this time.
     *
     * @throws IOException if the call was cancelled meanwhile
     */
    void sleep(Duration time) throws IOException;
  }

  /**
   * Makes the call, with retries, and returns its result.
   *
   * @throws IOException if the provider failed
   * @throws DomainException if the provider refused the request, or if circuit breaker or bulkhead
   *     rejected the call
   */
  public <T> T open(UpstreamCall<T> call, BackOff backOff) throws IOException {
    for (int retries = 0; ; retries++) {
      Duration delay;
      try {
        return attempt(call);
      } catch (IOException fault) {
        delay = retryPolicy.delayAfter(fault, retries).orElseThrow(() -> fault);
      } catch (DomainException refusal) {
        delay = retryPolicy.delayAfter(refusal, retries).orElseThrow(() -> refusal);
      }
      backOff.sleep(delay);
    }
  }

  private <T> T attempt(UpstreamCall<T> call) throws IOException {
    try (UpstreamBreakers.Permit permit = breakers.acquire(call.target(), call.user())) {
      return attempt(call, permit);
    }
  }

  /** Makes one attempt and reports its outcome to the breaker; a refusal is not an outcome. */
  private <T> T attempt(UpstreamCall<T> call, UpstreamBreakers.Permit permit) throws IOException {
    try {
      T opened = callThroughBulkhead(call);
      permit.succeeded(call.target());
      return opened;
    } catch (IOException fault) {
      permit.failed(call.target());
      throw fault;
    }
  }

  private <T> T callThroughBulkhead(UpstreamCall<T> call) throws IOException {
    try {
      return guard.pass(call);
    } catch (BulkheadException e) {
      throw new DomainException(
          ProblemCode.PROVIDER_UNAVAILABLE,
          "Too many questions are waiting for OpenAI.",
          Map.of(),
          BULKHEAD_RETRY_AFTER);
    }
  }
}
