package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.ConcurrencyLimit.Permit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final ConcurrencyLimit limit = new ConcurrencyLimit("import", 2);

  private static Caller user(int number) {
    return Caller.onBehalfOf(new UUID(0, 1), new UUID(1, number));
  }

  private void assertRefused(int user, String reason) {
    assertThatThrownBy(() -> limit.acquire(user(user)))
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
              assertThat(refusal.detail()).contains(reason);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }

  @Test
  void admitsOneUseOfAUserAtATime() {
    Permit first = limit.acquire(user(1));
    assertRefused(1, "of yours is running");

    first.close();

    assertThatCode(() -> limit.acquire(user(1))).doesNotThrowAnyException();
  }

  @Test
  void keepsNoPlaceForAUseThatIsRefusedElsewhere() {
    DomainException elsewhere = new DomainException(ProblemCode.RATE_LIMITED);
    Runnable count =
        () -> {
          throw elsewhere;
        };

    assertThatThrownBy(() -> limit.acquire(user(1), count)).isSameAs(elsewhere);

    assertThatCode(() -> limit.acquire(user(1))).doesNotThrowAnyException();
  }

  @Test
  void admitsAFewUsersAtATime() {
    Permit first = limit.acquire(user(1));
    limit.acquire(user(2));
    assertRefused(3, "Others");

    first.close();

    assertThatCode(() -> limit.acquire(user(3))).doesNotThrowAnyException();
  }

  @Test
  void releasesAUseOnce() {
    Permit first = limit.acquire(user(1));
    first.close();
    limit.acquire(user(1));

    first.close();

    assertRefused(1, "of yours is running");
  }
}
