package com.uru.chatbot.generation.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamThreadsTest {
  private static final UUID TENANT = UUID.randomUUID();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Caller ada = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller stranger = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());

  @AfterEach
  void endThreads() {
    executor.shutdownNow();
  }

  @Test
  void refusesAUserWhoHasTooManyAndNobodyElse() {
    StreamThreads threads = new StreamThreads(executor, 9, 9, 2);
    threads.acquire(ada);
    threads.acquire(ada);

    DomainException refusal = refusal(threads, ada);

    assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
    assertThat(refusal.detail()).startsWith("You have");
    assertThat(refusal.members()).containsEntry("limit", 2);
    assertThat(refusal.retryAfter()).isPositive();
    assertThat(threads.acquire(bob)).isNotNull();
  }

  @Test
  void refusesATenantThatHasTooManyAndNobodyElse() {
    StreamThreads threads = new StreamThreads(executor, 9, 2, 9);
    threads.acquire(ada);
    threads.acquire(bob);

    assertThat(refusal(threads, ada).detail()).startsWith("Your organisation has");
    assertThat(threads.acquire(stranger)).isNotNull();
  }

  @Test
  void refusesEverybodyWhenTheNodeIsFull() {
    StreamThreads threads = new StreamThreads(executor, 1, 9, 9);
    threads.acquire(ada);

    assertThat(refusal(threads, stranger).detail()).startsWith("This server has");
  }

  @Test
  void countsWhatIsOpenAndNotWhatWasRefused() {
    StreamThreads threads = new StreamThreads(executor, 2, 1, 1);
    StreamThreads.Permit permit = threads.acquire(ada);
    refusal(threads, ada);
    refusal(threads, bob);
    threads.acquire(stranger);
    refusal(threads, stranger);
    assertThat(threads.open()).isEqualTo(2);

    permit.release();

    assertThat(threads.open()).isEqualTo(1);
    threads.acquire(bob).release();
    assertThat(threads.acquire(ada)).isNotNull();
  }

  @Test
  void countsAStreamUntilWhatItBeganHasEnded() throws InterruptedException {
    StreamThreads threads = new StreamThreads(executor, 1, 1, 1);
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    threads
        .acquire(ada)
        .run(
            () -> {
              begun.complete(null);
              return end;
            });

    assertThat(begun).succeedsWithin(Duration.ofSeconds(10));
    assertThat(refusal(threads, ada).code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
    end.complete(null);

    assertThat(threads.awaitIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(threads.open()).isZero();
    assertThat(threads.acquire(ada)).isNotNull();
  }

  @Test
  void givesThePlaceBackWhenAStreamFails() throws InterruptedException {
    StreamThreads threads = new StreamThreads(executor, 1, 1, 1);
    threads
        .acquire(ada)
        .run(
            () -> {
              throw new IllegalStateException("bug");
            });

    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads.open()).isZero();
  }

  private static DomainException refusal(StreamThreads threads, Caller caller) {
    return catchThrowableOfType(DomainException.class, () -> threads.acquire(caller));
  }
}
