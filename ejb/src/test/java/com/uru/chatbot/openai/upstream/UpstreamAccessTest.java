package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAccessTest {
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);

  private final List<Duration> delays = new ArrayList<>();
  private final SwitchedGuard guard = new SwitchedGuard();
  private final UpstreamAccess access =
      new UpstreamAccess(guard, new RetryPolicy(2, FIRST_DELAY, Duration.ofSeconds(5)), 10_000);
  private int calls;

  @Test
  void retriesAFailureWithGrowingAndJitteredDelays() throws IOException {
    String opened = access.open(() -> calls < 2 ? fail() : "opened", delays::add);

    assertThat(opened).isEqualTo("opened");
    assertThat(delays).hasSize(2);
    assertThat(delays.get(0)).isBetween(FIRST_DELAY.dividedBy(2), FIRST_DELAY.multipliedBy(2));
    assertThat(delays.get(1)).isBetween(FIRST_DELAY, FIRST_DELAY.multipliedBy(3));
  }

  @Test
  void givesUpAfterTwoRetries() {
    assertThatThrownBy(() -> access.open(this::fail, delays::add))
        .isInstanceOf(ConnectException.class);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void waitsAsLongAsAFailingProviderRequests() {
    assertThatThrownBy(() -> access.open(() -> fail(fault(Duration.ofSeconds(4))), delays::add))
        .isInstanceOf(ProviderFaultException.class);
    assertThat(delays).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4));
  }

  @Test
  void doesNotRetryWhenTheProviderRequestsALongDelay() {
    assertThatThrownBy(() -> access.open(() -> fail(fault(Duration.ofSeconds(6))), delays::add))
        .isInstanceOf(ProviderFaultException.class);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void doesNotRetryATimeout() {
    assertThatThrownBy(() -> access.open(() -> fail(new SocketTimeoutException()), delays::add))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void retriesARateLimitThatEndsSoon() {
    assertThat(refusal(ProblemCode.PROVIDER_RATE_LIMITED, Duration.ofSeconds(1)).code())
        .isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
    assertThat(delays).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void doesNotRetryARateLimitWithoutAKnownEnd() {
    refusal(ProblemCode.PROVIDER_RATE_LIMITED, null);

    assertThat(calls).isEqualTo(1);
  }

  @Test
  void neverRetriesWhenTheQuotaIsExceeded() {
    refusal(ProblemCode.PROVIDER_QUOTA_EXCEEDED, Duration.ofSeconds(1));

    assertThat(calls).isEqualTo(1);
  }

  @Test
  void callsNothingWhileTheBreakerIsOpenAndSaysWhenToRetry() {
    guard.refusal = new CircuitBreakerOpenException();

    DomainException problem = problem();

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(calls).isZero();
    assertThat(delays).isEmpty();
  }

  @Test
  void gaugeShowsWhetherTheBreakerIsOpen() throws IOException {
    assertThat(access.breakerOpen()).isZero();

    guard.refusal = new CircuitBreakerOpenException();
    problem();
    assertThat(access.breakerOpen()).isEqualTo(1);

    guard.refusal = null;
    access.open(() -> "opened", delays::add);
    assertThat(access.breakerOpen()).isZero();
  }

  @Test
  void reportsAFullBulkheadAsUnavailable() {
    guard.refusal = new BulkheadException();

    DomainException problem = problem();

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(problem.retryAfter()).isPositive();
    assertThat(access.breakerOpen()).isZero();
  }

  @Test
  void doesNotRetryACancelledCall() {
    assertThatThrownBy(
            () ->
                access.open(
                    () -> {
                      calls++;
                      throw new CancellationException();
                    },
                    delays::add))
        .isInstanceOf(CancellationException.class);
    assertThat(calls).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520, 524, 529})
  void blamesTheProviderForItsFaults(int status) {
    assertThatThrownBy(() -> OpenAiErrors.refusal(OpenAiError.UNKNOWN.answered(status, null)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 402, 403, 404, 413, 418, 429})
  void blamesNobodyElseForOneUsersErrors(int status) throws IOException {
    assertThat(OpenAiErrors.refusal(OpenAiError.UNKNOWN.answered(status, null))).isNotNull();
  }

  @Test
  void takesAnEmptyAccountForTheUsersTroubleWhateverTheStatus() throws IOException {
    OpenAiError error = OpenAiError.of(Map.of("code", "insufficient_quota")).answered(503, null);

    assertThat(OpenAiErrors.refusal(error).code()).isEqualTo(ProblemCode.PROVIDER_QUOTA_EXCEEDED);
  }

  private DomainException problem() {
    return catchThrowableOfType(DomainException.class, () -> access.open(this::fail, delays::add));
  }

  private DomainException refusal(ProblemCode code, @Nullable Duration retryAfter) {
    return catchThrowableOfType(
        DomainException.class,
        () ->
            access.open(
                () -> {
                  calls++;
                  throw new DomainException(code, code.title(), Map.of(), retryAfter);
                },
                delays::add));
  }

  private static ProviderFaultException fault(Duration retryAfter) {
    ProblemCode code = ProblemCode.PROVIDER_UNAVAILABLE;
    return new ProviderFaultException(
        new DomainException(code, code.title(), Map.of(), retryAfter));
  }

  private String fail() throws IOException {
    return fail(new ConnectException());
  }

  private String fail(IOException fault) throws IOException {
    calls++;
    throw fault;
  }

  /** A guard that throws what the container would throw. */
  private static final class SwitchedGuard extends UpstreamGuard {
    private @Nullable FaultToleranceException refusal;

    @Override
    public <T> T pass(UpstreamCall<T> call) throws IOException {
      if (refusal != null) {
        throw refusal;
      }
      return super.pass(call);
    }
  }
}
