package com.uru.chatbot.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionPermitsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong();
  private final ThreadLocal<Transaction> current = ThreadLocal.withInitial(Transaction::new);

  private TransactionPermits permits(int count, Duration maxWait) {
    return new TransactionPermits(new Registry(), count, maxWait, nanos::get);
  }

  @Test
  void isHeldOnceByATransactionThatAsksAgain() {
    TransactionPermits permits = permits(1, Duration.ZERO);

    permits.acquire();
    permits.acquire();

    assertThat(current.get().synchronizations).hasSize(1);
  }

  @Test
  void refusesATransactionThatHasWaitedTooLong() {
    TransactionPermits permits = permits(1, Duration.ofMillis(1));
    permits.acquire();
    current.set(new Transaction());

    assertThatThrownBy(permits::acquire)
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK, Status.STATUS_UNKNOWN})
  void isFreeAgainHoweverATransactionHasEnded(int status) {
    TransactionPermits permits = permits(1, Duration.ofMillis(1));
    permits.acquire();
    current.get().end(status);
    current.set(new Transaction());

    permits.acquire();
  }

  @Test
  void isNotLostToATransactionThatCannotBeObserved() {
    TransactionPermits permits = permits(1, Duration.ofMillis(1));
    current.get().refusesSynchronizations = true;
    assertThatThrownBy(permits::acquire).isInstanceOf(IllegalStateException.class);
    current.set(new Transaction());

    permits.acquire();
  }

  @ParameterizedTest
  @CsvSource({"COMMITTED, true", "ROLLEDBACK, false"})
  void admitsATransactionThatHasWaitedForLongIfOthersHaveCommittedMeanwhile(
      String end, boolean admitted) throws Exception {
    TransactionPermits permits = permits(1, LONG);
    permits.acquire();
    List<Integer> entered = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> waiting = waitInLine(permits, 1, entered);
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());

    current.get().end(end.equals("COMMITTED") ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK);

    waiting.handle((ended, failure) -> null).get();
    assertThat(waiting.isCompletedExceptionally()).isNotEqualTo(admitted);
    assertThat(entered).hasSize(admitted ? 1 : 0);
    current.set(new Transaction());
    permits.acquire();
  }

  @Test
  void admitsInTheOrderOfArrival() throws Exception {
    TransactionPermits permits = permits(1, LONG);
    permits.acquire();
    List<Integer> admitted = new CopyOnWriteArrayList<>();
    CompletableFuture<?>[] ends = new CompletableFuture<?>[20];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = waitInLine(permits, i, admitted);
    }

    current.get().end(Status.STATUS_COMMITTED);

    CompletableFuture.allOf(ends).get();
    assertThat(admitted).isSorted().hasSize(ends.length);
  }

  /** Returns once the new thread waits for the permit. */
  private CompletableFuture<Void> waitInLine(
      TransactionPermits permits, int number, List<Integer> admitted) throws InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              try {
                permits.acquire();
                admitted.add(number);
                current.get().end(Status.STATUS_COMMITTED);
                end.complete(null);
              } catch (DomainException refusal) {
                end.completeExceptionally(refusal);
              }
            });
    thread.start();
    begun.await();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return end;
  }

  private static final class Transaction {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> synchronizations = new CopyOnWriteArrayList<>();
    private boolean refusesSynchronizations;

    void end(int status) {
      synchronizations.forEach(Synchronization::beforeCompletion);
      synchronizations.forEach(synchronization -> synchronization.afterCompletion(status));
    }
  }

  /** The transaction of each thread. */
  private final class Registry implements TransactionSynchronizationRegistry {
    @Override
    public Object getTransactionKey() {
      return current.get();
    }

    @Override
    public void putResource(Object key, @Nullable Object value) {
      current.get().resources.put(key, value);
    }

    @Override
    public @Nullable Object getResource(Object key) {
      return current.get().resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
      if (current.get().refusesSynchronizations) {
        throw new IllegalStateException("The transaction is being committed");
      }
      current.get().synchronizations.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
      return Status.STATUS_ACTIVE;
    }

    @Override
    public void setRollbackOnly() {
      // These transactions end as the tests say.
    }

    @Override
    public boolean getRollbackOnly() {
      return false;
    }
  }
}
