package com.uru.chatbot.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private static final SignInSubject ADA =
      SignInSubject.ofAddress(EmailAddress.of("ada@example.org"), "192.0.2.1");
  private static final SignInSubject BOB =
      SignInSubject.ofAddress(EmailAddress.of("bob@example.org"), "192.0.2.1");

  private final IdentityFixture fixture = new IdentityFixture();

  @Test
  void letsFiveAttemptsPassAndThenWaitsThirtySeconds() {
    attempt(SignInSubject.FREE_ATTEMPTS);

    DomainException refusal = catchThrowableOfType(DomainException.class, () -> admit(ADA));

    assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_ATTEMPTS);
    assertThat(refusal.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void letsOneMoreAttemptPassAfterTheWait() {
    attempt(SignInSubject.FREE_ATTEMPTS);
    fixture.clock.pass(Duration.ofSeconds(30));

    assertThatCode(() -> admit(ADA)).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(DomainException.class, () -> admit(ADA)).retryAfter())
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
  }

  @Test
  void doublesTheWaitUpToFifteenMinutes() {
    assertThat(IntStream.rangeClosed(0, 7).mapToObj(SignInThrottle::waitAfter))
        .containsExactly(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(15),
            Duration.ofMinutes(15),
            Duration.ofMinutes(15));
  }

  @Test
  void doesNotCountWhatItRefuses() {
    attempt(SignInSubject.FREE_ATTEMPTS);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> admit(ADA)).isInstanceOf(DomainException.class);
    }
    fixture.clock.pass(Duration.ofSeconds(30));

    assertThatCode(() -> admit(ADA)).doesNotThrowAnyException();
  }

  @Test
  void forgetsAfterASuccess() {
    attempt(SignInSubject.FREE_ATTEMPTS - 1);
    fixture.throttle.succeeded(Tenant.DEFAULT_ID, List.of(ADA));

    assertThatCode(() -> attempt(SignInSubject.FREE_ATTEMPTS)).doesNotThrowAnyException();
  }

  @Test
  void forgetsAfterHalfADay() {
    attempt(SignInSubject.FREE_ATTEMPTS - 1);
    fixture.clock.pass(Duration.ofHours(12).plusSeconds(1));

    assertThatCode(() -> attempt(SignInSubject.FREE_ATTEMPTS)).doesNotThrowAnyException();
  }

  @Test
  void keepsNoOldCountsOfOthers() {
    admit(ADA);
    fixture.clock.pass(Duration.ofHours(12).plusSeconds(1));
    admit(BOB);

    fixture.throttle.succeeded(Tenant.DEFAULT_ID, List.of(BOB));

    assertThat(fixture.failureRepository.size()).isZero();
  }

  @Test
  void leavesOtherSubjectsAlone() {
    attempt(SignInSubject.FREE_ATTEMPTS);

    assertThatCode(() -> admit(BOB)).doesNotThrowAnyException();
  }

  @Test
  void waitsIfOneOfSeveralSubjectsHasTo() {
    attempt(SignInSubject.FREE_ATTEMPTS);

    assertThatThrownBy(() -> admit(BOB, ADA)).isInstanceOf(DomainException.class);
  }

  @Test
  void allowsMoreFromAllAddressesTogetherThanFromOne() {
    EmailAddress email = EmailAddress.of("ada@example.org");
    for (int i = 0; i < SignInSubject.FREE_ATTEMPTS_OF_ALL; i++) {
      admit(SignInSubject.ofAddress(email, "203.0.113." + i), SignInSubject.ofAllAddresses(email));
    }

    assertThatThrownBy(() -> admit(SignInSubject.ofAllAddresses(email)))
        .isInstanceOf(DomainException.class);
  }

  private void attempt(int times) {
    for (int i = 0; i < times; i++) {
      admit(ADA);
    }
  }

  private void admit(SignInSubject... subjects) {
    fixture.throttle.admit(Tenant.DEFAULT_ID, List.of(subjects));
  }
}
