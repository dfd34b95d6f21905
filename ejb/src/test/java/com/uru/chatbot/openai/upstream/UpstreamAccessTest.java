package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatRequest;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAccessTest {
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);

  private final List<Duration> delays = new ArrayList<>();
  private final LimitedGuard guard = new LimitedGuard();
  private final UpstreamBreakers breakers = UpstreamFixtures.breakers();
  private final UpstreamAccess access =
      new UpstreamAccess(guard, new RetryPolicy(2, FIRST_DELAY, Duration.ofSeconds(5)), breakers);
  private int calls;

  @Test
  void retriesAFailureWithGrowingAndJitteredDelays() throws IOException {
    String opened = open("a user", () -> calls < 2 ? fail() : "opened");

    assertThat(opened).isEqualTo("opened");
    assertThat(delays).hasSize(2);
    assertThat(delays.get(0)).isBetween(FIRST_DELAY.dividedBy(2), FIRST_DELAY.multipliedBy(2));
    assertThat(delays.get(1)).isBetween(FIRST_DELAY, FIRST_DELAY.multipliedBy(3));
  }

  @Test
  void givesUpAfterTwoRetries() {
    assertThatThrownBy(() -> open("a user", this::fail)).isInstanceOf(ConnectException.class);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void waitsAsLongAsAFailingProviderRequests() {
    assertThatThrownBy(() -> open("a user", () -> fail(fault(Duration.ofSeconds(4)))))
        .isInstanceOf(ProviderFaultException.class);
    assertThat(delays).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4));
  }

  @Test
  void doesNotRetryWhenTheProviderRequestsALongDelay() {
    assertThatThrownBy(() -> open("a user", () -> fail(fault(Duration.ofSeconds(6)))))
        .isInstanceOf(ProviderFaultException.class);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void doesNotRetryATimeout() {
    assertThatThrownBy(() -> open("a user", () -> fail(new SocketTimeoutException())))
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
    openTheBreaker();

    DomainException problem = problem();

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(calls).isZero();
    assertThat(delays).isEmpty();
  }

  @Test
  void countsNeitherRefusalsNorCancelledCallsAsFailures() {
    DomainException refusal = new DomainException(ProblemCode.PROVIDER_QUOTA_EXCEEDED);
    for (int user = 0; user < 50; user++) {
      String name = "user " + user;
      assertThatThrownBy(() -> open(name, () -> fail(refusal))).isSameAs(refusal);
      assertThatThrownBy(() -> open(name, () -> fail(new CancellationException())))
          .isInstanceOf(CancellationException.class);
    }

    assertThat(calls).isEqualTo(100);
    assertThat(breakers.open()).isZero();
  }

  private void openTheBreaker() {
    for (int user = 0; user < 7; user++) {
      String name = "user " + user;
      assertThatThrownBy(() -> open(name, this::fail)).isInstanceOf(Exception.class);
    }
    assertThat(breakers.open()).isEqualTo(1);
    calls = 0;
    delays.clear();
  }

  @Test
  void reportsAFullBulkheadAsUnavailable() {
    guard.full = true;

    DomainException problem = problem();

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(problem.retryAfter()).isPositive();
    assertThat(breakers.open()).isZero();
  }

  @Test
  void doesNotRetryACancelledCall() {
    assertThatThrownBy(() -> open("a user", () -> fail(new CancellationException())))
        .isInstanceOf(CancellationException.class);
    assertThat(calls).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520, 524, 529})
  void blamesTheProviderForItsFaults(int status) {
    assertThatThrownBy(() -> OpenAiErrors.refusal(OpenAiError.UNKNOWN.withHttpStatus(status, null)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 402, 403, 404, 413, 418, 429})
  void blamesNobodyElseForOneUsersErrors(int status) throws IOException {
    assertThat(OpenAiErrors.refusal(OpenAiError.UNKNOWN.withHttpStatus(status, null))).isNotNull();
  }

  @Test
  void takesAnEmptyAccountForTheUsersTroubleWhateverTheStatus() throws IOException {
    OpenAiError error =
        OpenAiError.of(Map.of("code", "insufficient_quota")).withHttpStatus(503, null);

    assertThat(OpenAiErrors.refusal(error).code()).isEqualTo(ProblemCode.PROVIDER_QUOTA_EXCEEDED);
  }

  private DomainException problem() {
    return catchThrowableOfType(DomainException.class, () -> open("a user", this::fail));
  }

  private DomainException refusal(ProblemCode code, @Nullable Duration retryAfter) {
    return catchThrowableOfType(
        DomainException.class,
        () ->
            open(
                "a user",
                () -> fail(new DomainException(code, code.title(), Map.of(), retryAfter))));
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

  private String fail(RuntimeException refusal) {
    calls++;
    throw refusal;
  }

  private String open(String user, Attempt attempt) throws IOException {
    return access.open(new ScriptedCall(user, attempt), delays::add);
  }

  @FunctionalInterface
  private interface Attempt {
    String open() throws IOException;
  }

  private record ScriptedCall(String user, Attempt attempt) implements UpstreamCall<String> {
    @Override
    public CallTarget target() {
      return new CallTarget("api.openai.com", "gpt-4o", ChatRequest.Purpose.ANSWER);
    }

    @Override
    public String open() throws IOException {
      return attempt.open();
    }
  }

  /** A guard that can be as full as the container's. */
  private static final class LimitedGuard extends UpstreamGuard {
    private boolean full;

    @Override
    public <T> T pass(UpstreamCall<T> call) throws IOException {
      if (full) {
        throw new BulkheadException();
      }
      return super.pass(call);
    }
  }
}
