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
    threads.reserve(ada);
    threads.reserve(ada);

    DomainException refusal = refusal(threads, ada);

    assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
    assertThat(refusal.detail()).startsWith("You have");
    assertThat(refusal.members()).containsEntry("limit", 2);
    assertThat(refusal.retryAfter()).isPositive();
    assertThat(threads.reserve(bob)).isNotNull();
  }

  @Test
  void refusesATenantThatHasTooManyAndNobodyElse() {
    StreamThreads threads = new StreamThreads(executor, 9, 2, 9);
    threads.reserve(ada);
    threads.reserve(bob);

    assertThat(refusal(threads, ada).detail()).startsWith("Your organisation has");
    assertThat(threads.reserve(stranger)).isNotNull();
  }

  @Test
  void refusesEverybodyWhenTheNodeIsFull() {
    StreamThreads threads = new StreamThreads(executor, 1, 9, 9);
    threads.reserve(ada);

    assertThat(refusal(threads, stranger).detail()).startsWith("This server has");
  }

  @Test
  void countsWhatIsOpenAndNotWhatWasRefused() {
    StreamThreads threads = new StreamThreads(executor, 2, 1, 1);
    StreamThreads.Slot slot = threads.reserve(ada);
    refusal(threads, ada);
    refusal(threads, bob);
    threads.reserve(stranger);
    refusal(threads, stranger);
    assertThat(threads.open()).isEqualTo(2);

    slot.release();

    assertThat(threads.open()).isEqualTo(1);
    threads.reserve(bob).release();
    assertThat(threads.reserve(ada)).isNotNull();
  }

  @Test
  void countsAStreamUntilWhatItBeganHasEnded() throws InterruptedException {
    StreamThreads threads = new StreamThreads(executor, 1, 1, 1);
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    threads
        .reserve(ada)
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
    assertThat(threads.reserve(ada)).isNotNull();
  }

  @Test
  void givesThePlaceBackWhenAStreamFails() throws InterruptedException {
    StreamThreads threads = new StreamThreads(executor, 1, 1, 1);
    threads
        .reserve(ada)
        .run(
            () -> {
              throw new IllegalStateException("bug");
            });

    executor.shutdown();

    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads.open()).isZero();
  }

  private static DomainException refusal(StreamThreads threads, Caller caller) {
    return catchThrowableOfType(DomainException.class, () -> threads.reserve(caller));
  }
}
