package com.uru.chatbot.generation.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamExecutorsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final StreamExecutors executors = new StreamExecutors(executor);
  private final StreamLimits limits = new StreamLimits(1, 1, 1);
  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());

  @AfterEach
  void endThreads() {
    executor.shutdownNow();
  }

  @Test
  void keepsThePermitUntilTheStageOfTheStreamHasCompleted() throws InterruptedException {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    executors.run(
        limits.acquire(ada),
        () -> {
          begun.complete(null);
          return end;
        });

    assertThat(begun).succeedsWithin(LONG);
    assertThat(limits.open()).isEqualTo(1);
    end.complete(null);

    assertThat(limits.awaitIdle(LONG)).isTrue();
  }

  @Test
  void releasesThePermitOfAStreamThatThrows() throws InterruptedException {
    executors.run(
        limits.acquire(ada),
        () -> {
          throw new IllegalStateException("bug");
        });

    assertThat(limits.awaitIdle(LONG)).isTrue();
  }

  @Test
  void releasesThePermitOfAStreamThatFailsLater() throws InterruptedException {
    executors.run(
        limits.acquire(ada),
        () -> CompletableFuture.failedFuture(new IllegalStateException("bug")));

    assertThat(limits.awaitIdle(LONG)).isTrue();
  }
}
