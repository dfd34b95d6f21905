package com.uru.chatbot.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {
  static Stream<Arguments> knownCauses() {
    DomainException refusal = new DomainException(ProblemCode.QUOTA_EXCEEDED);
    return Stream.of(
        Arguments.of(refusal, ProblemCode.QUOTA_EXCEEDED),
        Arguments.of(new EJBException(refusal), ProblemCode.QUOTA_EXCEEDED),
        Arguments.of(
            new EJBException(new CompletionException(refusal)), ProblemCode.QUOTA_EXCEEDED),
        Arguments.of(new EJBAccessException("no"), ProblemCode.FORBIDDEN),
        Arguments.of(rollback(new OptimisticLockException()), ProblemCode.VERSION_CONFLICT),
        Arguments.of(
            new PersistenceException(new SQLTransientConnectionException()),
            ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(
            new PersistenceException(new SQLException("gone", "08006")),
            ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(
            rollback(new SQLException("shutting down", "57P01")), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(
            rollback(new SQLException("disk full", "53100")), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(
            new PersistenceException(new SQLException("statement timeout", "57014")),
            ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new SQLException("lock timeout", "55P03"), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new SQLException("read only", "25006"), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new SQLException("deadlock", "40P01"), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new SystemException("commit failed"), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new EJBException(ofTimerOfThePool()), ProblemCode.SERVICE_UNAVAILABLE),
        Arguments.of(new SQLException("duplicate key", "23505"), ProblemCode.INTERNAL_ERROR),
        Arguments.of(new SQLException("no state"), ProblemCode.INTERNAL_ERROR),
        Arguments.of(new IllegalStateException("boom"), ProblemCode.INTERNAL_ERROR));
  }

  /** As Payara throws it when two threads find dead connections at the same time. */
  private static IllegalStateException ofTimerOfThePool() {
    IllegalStateException failure =
        new IllegalStateException("Task already scheduled or cancelled");
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.Timer", "sched", "Timer.java", 413),
          new StackTraceElement("java.util.Timer", "scheduleAtFixedRate", "Timer.java", 340),
          new StackTraceElement(
              "com.sun.enterprise.connectors.util.ConnectorTimerProxy",
              "scheduleAtFixedRate",
              "ConnectorTimerProxy.java",
              113),
          new StackTraceElement(
              "com.sun.enterprise.resource.pool.ConnectionPool",
              "scheduleResizerTask",
              "ConnectionPool.java",
              271)
        });
    return failure;
  }

  @ParameterizedTest
  @MethodSource("knownCauses")
  void findsTheCauseThatMeansSomething(Throwable thrown, ProblemCode code) {
    Problem problem = Problems.of(thrown);

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(code.status());
    assertThat(Problems.isRefusal(thrown)).isEqualTo(code != ProblemCode.INTERNAL_ERROR);
  }

  @Test
  void namesOnlyOwnErrorsAndTellsNothingAboutThem() {
    Problem problem = Problems.of(new IllegalStateException("secret"));

    assertThat(problem.errorId()).matches("[2-9a-hjkmnp-z]{8}");
    assertThat(problem.toJson().toString()).doesNotContain("secret");
    assertThat(Problems.of(new DomainException(ProblemCode.NOT_FOUND)).errorId()).isNull();
  }

  @Test
  void namesTheRequestInTheBodyOfAResponse() {
    Problem problem = Problem.of(ProblemCode.NOT_FOUND);

    assertThat(LogContext.ofRequest("request-1", null).call(problem::toBody))
        .endsWith(",\"requestId\":\"request-1\"}");
    assertThat(problem.toBody()).isEqualTo(problem.toJson().toString());
  }

  @Test
  void asksToWaitWhileTheDatabaseIsAway() {
    assertThat(Problems.of(new SQLException("gone", "08006")).retryAfter())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "400,VALIDATION_FAILED,400",
    "401,UNAUTHENTICATED,401",
    "403,FORBIDDEN,403",
    "404,NOT_FOUND,404",
    "405,METHOD_NOT_ALLOWED,405",
    "406,UNSUPPORTED_MEDIA_TYPE,406",
    "413,PAYLOAD_TOO_LARGE,413",
    "414,VALIDATION_FAILED,414",
    "415,UNSUPPORTED_MEDIA_TYPE,415",
    "429,RATE_LIMITED,429",
    "500,INTERNAL_ERROR,500",
    "503,SERVICE_UNAVAILABLE,503",
    "505,INTERNAL_ERROR,500"
  })
  void givesEveryHttpErrorACode(int thrown, ProblemCode code, int status) {
    Problem problem = Problems.ofStatus(thrown);

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
  }

  @Test
  void writesAllThatTheContractPromises() {
    Problem problem =
        Problems.of(new InvalidRequestException(List.of(new Violation("title", "is too long"))));

    assertThat(problem.toJson())
        .hasToString(
            "{\"type\":\"/docs#problem-validation_failed\",\"title\":\"The request is not valid\","
                + "\"status\":400,\"detail\":\"The request is not valid\","
                + "\"code\":\"validation_failed\","
                + "\"action\":\"Correct the fields listed under violations and send it again.\","
                + "\"violations\":[{\"field\":\"title\",\"message\":\"is too long\"}]}");
  }

  @Test
  void writesFurtherMembersBesideTheStandardOnes() {
    Problem problem =
        Problem.of(
            new DomainException(
                ProblemCode.CONTEXT_LENGTH_EXCEEDED,
                "Too long.",
                Map.of("contextWindow", 128_000, "promptTokens", 130_000),
                null));

    assertThat(problem.toJson().getInt("contextWindow")).isEqualTo(128_000);
    assertThat(problem.toJson().getInt("promptTokens")).isEqualTo(130_000);
  }

  private static EJBException rollback(Exception cause) {
    RollbackException rollback = new RollbackException();
    rollback.initCause(cause);
    return new EJBException(rollback);
  }

  @Test
  void tellsWhenToTryAgainNeverTooEarly() {
    Problem problem =
        Problem.of(
            new DomainException(
                ProblemCode.PROVIDER_RATE_LIMITED, "x", Map.of(), Duration.ofMillis(1_200)));

    assertThat(problem.headers()).isEqualTo(Map.of("Retry-After", "2"));
  }

  @Test
  void tellsTheLimitThatWasReached() {
    Problem problem =
        Problem.of(
            new DomainException(
                ProblemCode.RATE_LIMITED, "x", Map.of("limit", 60), Duration.ofSeconds(3)));

    assertThat(problem.headers())
        .isEqualTo(
            Map.of(
                "Retry-After", "3",
                "RateLimit-Limit", "60",
                "RateLimit-Remaining", "0",
                "RateLimit-Reset", "3"));
  }
}
