package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatRequest.Purpose;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamBreakersTest {
  private static final CallTarget TARGET = target("gpt-4o");
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int CALLS = 12;

  private long nanos = Long.MAX_VALUE - PAUSE.toNanos();
  private UpstreamBreakers breakers = breakers(CALLS);

  @Test
  void opensWhenTheCallsOfThreeUsersFail() {
    fail(TARGET, "a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b");
    assertThat(isAllowed(TARGET, "d")).isTrue();

    fail(TARGET, "c");

    assertThat(isAllowed(TARGET, "a")).isFalse();
    assertThat(isAllowed(TARGET, "d")).isFalse();
    assertThat(breakers.open()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b"})
  void neverOpensForTheFailuresOfOneOrTwoUsers(String users) {
    for (int i = 0; i < 100; i++) {
      fail(TARGET, users.split(" ", -1));
    }

    assertThat(isAllowed(TARGET, "a")).isTrue();
    assertThat(isAllowed(TARGET, "d")).isTrue();
    assertThat(breakers.open()).isZero();
  }

  @Test
  void countsAtMostAThirdOfTheCallsForOneUser() {
    breakers = breakers(20);
    fail(TARGET, "b");
    succeed(TARGET, "d", "e", "f", "d", "e", "f", "d", "e", "f", "d", "e");
    fail(TARGET, "c");
    for (int i = 0; i < 100; i++) {
      fail(TARGET, "a");
    }

    // Of the 20 calls that count 9 have failed: 7 of user a, one of b and one of c.
    assertThat(isAllowed(TARGET, "d")).isTrue();

    fail(TARGET, "b", "c");

    assertThat(isAllowed(TARGET, "d")).isFalse();
  }

  @Test
  void staysClosedWhenFewerCallsThanTheRatioFail() {
    fail(TARGET, "a", "b", "c", "a", "b");
    succeed(TARGET, "a", "b", "c", "d", "e", "f", "g");

    assertThat(isAllowed(TARGET, "a")).isTrue();
  }

  @Test
  void opensWhenHalfOfTheCallsFail() {
    fail(TARGET, "a", "b", "c");
    succeed(TARGET, "a", "b", "c", "d", "e", "f");
    fail(TARGET, "a", "b", "c");

    assertThat(isAllowed(TARGET, "d")).isFalse();
  }

  @Test
  void forgetsFailuresAfterFiveMinutes() {
    fail(TARGET, "a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b");
    pass(UpstreamBreaker.WINDOW.plusNanos(1));

    fail(TARGET, "c");

    assertThat(isAllowed(TARGET, "c")).isTrue();
  }

  @Test
  void opensForOneModelOfOneHostAndOnePurpose() {
    open(TARGET);

    assertThat(isAllowed(target("gpt-4o-mini"), "a")).isTrue();
    assertThat(isAllowed(new CallTarget("eu.api.openai.com", "gpt-4o", Purpose.ANSWER), "a"))
        .isTrue();
    assertThat(isAllowed(new CallTarget(TARGET.host(), "gpt-4o", Purpose.TITLE), "a")).isTrue();
  }

  @Test
  void showsOnlyTheBreakersOfQuestions() {
    open(new CallTarget(TARGET.host(), "gpt-4o-mini", Purpose.TITLE));
    assertThat(breakers.open()).isZero();

    open(TARGET);
    open(target("gpt-5"));

    assertThat(breakers.open()).isEqualTo(2);
    assertThat(breakers.failures()).isEqualTo(3 * CALLS);
  }

  @Test
  void saysWhenToTryAgain() {
    open(TARGET);
    pass(Duration.ofSeconds(4));

    DomainException rejection =
        catchThrowableOfType(DomainException.class, () -> breakers.acquire(TARGET, "a"));

    assertThat(rejection.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(rejection.action()).contains("another model");
  }

  @Test
  void closesAfterTwoSuccessfulTrials() {
    open(TARGET);
    pass(PAUSE);

    succeed(TARGET, "a");
    assertThat(breakers.open()).isEqualTo(1);
    succeed(TARGET, "a");

    assertThat(breakers.open()).isZero();
    fail(TARGET, "a", "b", "c");
    assertThat(isAllowed(TARGET, "a")).isTrue();
  }

  @Test
  void allowsTrialsOfThreeUsersInEachPause() {
    open(TARGET);
    for (int round = 0; round < 3; round++) {
      assertThat(isAllowed(TARGET, "a")).isFalse();
      pass(PAUSE);
      fail(TARGET, "a", "b", "c");
      assertThat(isAllowed(TARGET, "d")).isFalse();
    }
  }

  @Test
  void allowsTrialsInEachPauseThoughThoseBeforeHang() {
    open(TARGET);
    pass(PAUSE);
    for (String user : List.of("a", "b", "c")) {
      UpstreamBreakers.Permit unused = breakers.acquire(TARGET, user);
    }
    assertThat(isAllowed(TARGET, "d")).isFalse();

    pass(PAUSE);

    succeed(TARGET, "d", "e");
    assertThat(breakers.open()).isZero();
  }

  @Test
  void rejectsNobodyElseForTheFailedTrialOfOneUser() {
    open(TARGET);
    pass(PAUSE);

    fail(TARGET, "a");

    assertThat(isAllowed(TARGET, "a")).isFalse();
    succeed(TARGET, "b", "b");
    assertThat(isAllowed(TARGET, "a")).isTrue();
  }

  @Test
  void allowsOneTrialOfAUserAtATime() {
    open(TARGET);
    pass(PAUSE);

    try (UpstreamBreakers.Permit first = breakers.acquire(TARGET, "a")) {
      assertThat(isAllowed(TARGET, "a")).isFalse();
      assertThat(isAllowed(TARGET, "b")).isTrue();
      first.succeeded(TARGET);
    }

    assertThat(isAllowed(TARGET, "a")).isTrue();
  }

  @Test
  void aTrialWithoutOutcomeAllowsAnotherOne() {
    open(TARGET);
    pass(PAUSE);
    for (String user : List.of("a", "b", "c", "d", "a")) {
      breakers.acquire(TARGET, user).close();
    }

    assertThat(breakers.open()).isEqualTo(1);
    assertThat(isAllowed(TARGET, "a")).isTrue();
  }

  @Test
  void outcomesOfCallsFromBeforeTheOpeningChangeNothing() {
    List<UpstreamBreakers.Permit> before = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      before.add(breakers.acquire(TARGET, "d"));
    }
    open(TARGET);

    before.get(0).succeeded(TARGET);
    before.get(1).succeeded(TARGET);
    pass(PAUSE);
    before.get(2).failed(TARGET);

    assertThat(breakers.open()).isEqualTo(1);
    assertThat(isAllowed(TARGET, "d")).isTrue();
  }

  @Test
  void countsAnOutcomeForTheHostThatHasAnswered() {
    CallTarget regional = new CallTarget("eu.api.openai.com", "gpt-4o", Purpose.ANSWER);
    for (int i = 0; i < CALLS; i++) {
      try (UpstreamBreakers.Permit permit = breakers.acquire(TARGET, "user " + i)) {
        permit.failed(regional);
      }
    }

    assertThat(isAllowed(TARGET, "a")).isTrue();
    assertThat(isAllowed(regional, "a")).isFalse();
  }

  @Test
  void forgetsAnOpenBreakerThatNobodyHasTriedForFiveMinutes() {
    open(TARGET);
    pass(UpstreamBreaker.WINDOW.plusNanos(1));

    assertThat(breakers.open()).isZero();
    succeed(TARGET, "a", "b", "c", "d");
  }

  @Test
  void staysBoundedAndKeepsItsBreakersWhateverModelsFail() {
    open(TARGET);
    for (int i = 0; i < 2_000; i++) {
      fail(target("model-" + i), "a");
    }

    assertThat(breakers.size()).isEqualTo(1_000);
    assertThat(isAllowed(TARGET, "a")).isFalse();

    pass(UpstreamBreaker.WINDOW.plusNanos(1));
    fail(target("model-2000"), "a");
    assertThat(breakers.size()).isEqualTo(1);
  }

  @Test
  void logsOnceThatABreakerOpensAndOnceThatItCloses() {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(UpstreamBreakers.class.getName());
    Handler handler = new ListHandler(lines);
    logger.addHandler(handler);
    try {
      open(TARGET);
      for (int i = 0; i < 10; i++) {
        assertThat(isAllowed(TARGET, "user " + i)).isFalse();
      }
      pass(PAUSE);
      succeed(TARGET, "a", "b", "c");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("Opened").contains("gpt-4o").doesNotContain("user 1");
    assertThat(lines.get(1)).startsWith("Closed").contains("gpt-4o");
  }

  private UpstreamBreakers breakers(int calls) {
    return new UpstreamBreakers(
        new BreakerSettings(calls, 0.5, (int) PAUSE.toMillis(), 2), () -> nanos);
  }

  private static CallTarget target(String model) {
    return new CallTarget("api.openai.com", model, Purpose.ANSWER);
  }

  private void open(CallTarget target) {
    for (int i = 0; i < CALLS; i++) {
      fail(target, "user " + i);
    }
    assertThatThrownBy(() -> breakers.acquire(target, "another user"))
        .isInstanceOf(DomainException.class);
  }

  private void fail(CallTarget target, String... users) {
    for (String user : users) {
      try (UpstreamBreakers.Permit permit = breakers.acquire(target, user)) {
        permit.failed(target);
      }
    }
  }

  private void succeed(CallTarget target, String... users) {
    for (String user : users) {
      try (UpstreamBreakers.Permit permit = breakers.acquire(target, user)) {
        permit.succeeded(target);
      }
    }
  }

  private boolean isAllowed(CallTarget target, String user) {
    try {
      breakers.acquire(target, user).close();
      return true;
    } catch (DomainException rejection) {
      return false;
    }
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static final class ListHandler extends Handler {
    private final List<String> lines;

    ListHandler(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(new MessageFormat(line.getMessage(), Locale.ROOT).format(line.getParameters()));
    }

    @Override
    public void flush() {
      // Nothing is buffered.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
