package com.uru.chatbot.generation.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StreamLimitsTest {
  private static final UUID TENANT = UUID.randomUUID();

  private final Caller ada = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller stranger = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());

  @Test
  void refusesAUserWhoHasTooManyAndNobodyElse() {
    StreamLimits limits = new StreamLimits(9, 9, 2);
    limits.acquire(ada);
    limits.acquire(ada);

    DomainException refusal = refusal(limits, ada);

    assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
    assertThat(refusal.detail()).startsWith("You have");
    assertThat(refusal.members()).containsEntry("limit", 2);
    assertThat(refusal.retryAfter()).isPositive();
    assertThat(limits.acquire(bob)).isNotNull();
  }

  @Test
  void refusesATenantThatHasTooManyAndNobodyElse() {
    StreamLimits limits = new StreamLimits(9, 2, 9);
    limits.acquire(ada);
    limits.acquire(bob);

    assertThat(refusal(limits, ada).detail()).startsWith("Your organisation has");
    assertThat(limits.acquire(stranger)).isNotNull();
  }

  @Test
  void refusesEverybodyWhenTheNodeIsFull() {
    StreamLimits limits = new StreamLimits(1, 9, 9);
    limits.acquire(ada);

    assertThat(refusal(limits, stranger).detail()).startsWith("This server has");
  }

  @Test
  void countsWhatIsOpenAndNotWhatWasRefused() {
    StreamLimits limits = new StreamLimits(2, 1, 1);
    StreamPermit permit = limits.acquire(ada);
    refusal(limits, ada);
    refusal(limits, bob);
    limits.acquire(stranger);
    refusal(limits, stranger);
    assertThat(limits.open()).isEqualTo(2);

    permit.release();

    assertThat(limits.open()).isEqualTo(1);
    limits.acquire(bob).release();
    assertThat(limits.acquire(ada)).isNotNull();
  }

  @Test
  void releasesAPermitOnce() {
    StreamLimits limits = new StreamLimits(2, 2, 2);
    StreamPermit permit = limits.acquire(ada);
    limits.acquire(ada);

    permit.release();
    permit.release();

    assertThat(limits.open()).isEqualTo(1);
    limits.acquire(ada);
    assertThat(refusal(limits, ada).code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
  }

  @Test
  void isIdleWhenEveryPermitWasReleased() throws InterruptedException {
    StreamLimits limits = new StreamLimits(2, 2, 2);
    StreamPermit permit = limits.acquire(ada);

    assertThat(limits.awaitIdle(Duration.ZERO)).isFalse();
    permit.release();

    assertThat(limits.awaitIdle(Duration.ZERO)).isTrue();
    assertThat(limits.acquire(bob)).isNotNull();
  }

  private static DomainException refusal(StreamLimits limits, Caller caller) {
    return catchThrowableOfType(DomainException.class, () -> limits.acquire(caller));
  }
}
