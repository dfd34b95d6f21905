package com.uru.chatbot.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogContextTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID USER = UUID.randomUUID();
  private static final UUID GENERATION = UUID.randomUUID();

  @Test
  void hasNoIdsOutsideOfAScope() {
    assertThat(LogContext.current()).isEqualTo(new LogContext(null, null, null, null, null, null));
  }

  @Test
  void collectsTheIdsOfARequestAndForgetsThemAtItsEnd() {
    LogContext.ofRequest("request-1", "trace-1")
        .run(
            () -> {
              LogContext.setUser(TENANT, USER);
              assertThat(LogContext.current().withGeneration(GENERATION))
                  .isEqualTo(
                      new LogContext("request-1", "trace-1", null, TENANT, USER, GENERATION));
            });

    assertThat(LogContext.current().requestId()).isNull();
    assertThat(LogContext.current().userId()).isNull();
  }

  @Test
  void restoresTheOuterContextEvenAfterAFailure() {
    LogContext.ofRequest("outer", null)
        .run(
            () -> {
              assertThatThrownBy(
                      () ->
                          LogContext.ofRequest("inner", null)
                              .call(
                                  () -> {
                                    throw new IllegalStateException();
                                  }))
                  .isInstanceOf(IllegalStateException.class);
              assertThat(LogContext.current().requestId()).isEqualTo("outer");
            });
  }
}
