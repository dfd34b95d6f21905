package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When circuit breakers open and close. */
@Dependent
public class BreakerSettings {
  /** The failures of one account may be its own; those of three accounts are the provider's. */
  static final int MIN_USERS = 3;

  private final int calls;
  private final double failureRatio;
  private final Duration pause;
  private final int successes;

  /**
   * Reads the settings.
   *
   * @param calls how many of the latest calls count, at least {@link #MIN_USERS}
   * @param failureRatio the part of these calls that opens a breaker when it fails, 0.0 to 1.0
   * @param pauseMillis how long an open breaker rejects all calls
   * @param successes successful calls that close an open breaker
   */
  @Inject
  public BreakerSettings(
      @ConfigProperty(name = "uru.openai.breaker.calls") int calls,
      @ConfigProperty(name = "uru.openai.breaker.failure-ratio") double failureRatio,
      @ConfigProperty(name = "uru.openai.breaker.pause-millis") int pauseMillis,
      @ConfigProperty(name = "uru.openai.breaker.successes") int successes) {
    this.calls = Math.max(calls, MIN_USERS);
    this.failureRatio = failureRatio;
    this.pause = Duration.ofMillis(pauseMillis);
    this.successes = successes;
  }

  int calls() {
    return calls;
  }

  /** Returns how many of the latest calls of one user count: a third of all. */
  int callsOfOneUser() {
    return (calls + MIN_USERS - 1) / MIN_USERS;
  }

  /** Returns how many of the latest calls must fail to open a breaker. */
  double failures() {
    return failureRatio * calls;
  }

  Duration pause() {
    return pause;
  }

  int successes() {
    return successes;
  }
}
