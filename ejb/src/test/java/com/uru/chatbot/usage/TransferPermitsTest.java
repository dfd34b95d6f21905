package com.uru.chatbot.usage;

import static com.uru.chatbot.usage.Transfer.EXPORT;
import static com.uru.chatbot.usage.Transfer.IMPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.TransferPermits.Permit;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransferPermitsTest {
  private static final Duration NEARLY_EXPIRED = TransferLeases.DURATION.minusSeconds(1);

  private final InMemoryTransferLeases leases = new InMemoryTransferLeases();
  private final TransferPermits nodeA = leases.node(new RateLimits(1, 1, 3, 2));
  private final TransferPermits nodeB = leases.node(new RateLimits(1, 1, 3, 2));

  private static Caller user(int number) {
    return Caller.onBehalfOf(new UUID(0, 1), new UUID(1, number));
  }

  private static void assertRefused(
      TransferPermits node, int user, Transfer transfer, String reason) {
    assertThatThrownBy(() -> node.acquire(user(user), transfer))
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
              assertThat(refusal.detail()).contains(reason);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }

  @Test
  void admitOneOfAUserAtATimeOnAllNodes() {
    Permit first = nodeA.acquire(user(1), EXPORT);
    assertRefused(nodeA, 1, EXPORT, "Another export of yours is running.");
    assertRefused(nodeB, 1, EXPORT, "Another export of yours is running.");

    first.close();

    nodeB.acquire(user(1), EXPORT);
  }

  @Test
  void admitOthersAndTheOtherKindMeanwhile() {
    nodeA.acquire(user(1), EXPORT);

    nodeB.acquire(user(2), EXPORT);
    nodeB.acquire(user(1), IMPORT);
  }

  @Test
  void keepTheLeaseOfALongTransfer() {
    nodeA.acquire(user(1), IMPORT);

    for (int i = 0; i < 5; i++) {
      leases.pass(NEARLY_EXPIRED);
      nodeA.renew();
    }

    assertRefused(nodeB, 1, IMPORT, "of yours is running");
  }

  @Test
  void admitTheUserOfANodeThatDied() {
    Permit lost = nodeA.acquire(user(1), IMPORT);

    leases.pass(TransferLeases.DURATION);
    nodeB.acquire(user(1), IMPORT);
    lost.close();

    assertRefused(nodeB, 1, IMPORT, "of yours is running");
  }

  @Test
  void admitAFewUsersOfANode() {
    Permit first = nodeA.acquire(user(1), IMPORT);
    nodeA.acquire(user(2), IMPORT);
    nodeA.acquire(user(3), IMPORT);
    assertRefused(nodeA, 4, IMPORT, "Others use all places for an import.");

    first.close();

    nodeA.acquire(user(4), IMPORT);
  }

  @Test
  void keepNoPlaceForWhatIsRefused() {
    Permit first = nodeA.acquire(user(1), IMPORT);
    for (int i = 0; i < 5; i++) {
      assertRefused(nodeA, 1, IMPORT, "of yours is running");
    }

    nodeA.acquire(user(2), IMPORT);
    nodeA.acquire(user(3), IMPORT);
    first.close();
  }

  @Test
  void releaseATransferOnce() {
    Permit first = nodeA.acquire(user(1), EXPORT);
    first.close();
    nodeA.acquire(user(1), EXPORT);

    first.close();

    assertRefused(nodeA, 1, EXPORT, "of yours is running");
  }

  @Test
  void countWhatIsBegunInAnHourButNotWhatIsRefused() {
    for (int i = 0; i < 3; i++) {
      Permit permit = nodeA.acquire(user(1), EXPORT);
      assertRefused(nodeA, 1, EXPORT, "of yours is running");
      permit.close();
    }

    assertRefused(nodeA, 1, EXPORT, "3 exports");
    nodeA.acquire(user(1), IMPORT);
    nodeA.acquire(user(2), EXPORT);
  }
}
