package com.uru.chatbot.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.web.stream.SerialTask.Next;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SerialTaskTest {
  private final Deque<Runnable> scheduled = new ArrayDeque<>();
  private final AtomicInteger runs = new AtomicInteger();
  private Supplier<Next> body = () -> Next.WAIT;
  private final SerialTask task =
      new SerialTask(
          scheduled::add,
          () -> {
            runs.incrementAndGet();
            return body.get();
          });

  private void runNext() {
    scheduled.remove().run();
  }

  @Test
  void runsOnceAtTheStart() {
    task.start();
    task.start();

    assertThat(scheduled).hasSize(1);
    runNext();
    assertThat(runs).hasValue(1);
    assertThat(scheduled).isEmpty();
  }

  @Test
  void doesNotRunBeforeTheStart() {
    task.wake();

    assertThat(scheduled).isEmpty();
  }

  @Test
  void runsOnceHoweverOftenItIsWokenBeforeTheRun() {
    task.start();
    task.wake();
    runNext();
    assertThat(scheduled).isEmpty();

    task.wake();
    task.wake();

    assertThat(scheduled).hasSize(1);
    runNext();
    assertThat(runs).hasValue(2);
    assertThat(scheduled).isEmpty();
  }

  @Test
  void runsOnceMoreWhenItIsWokenWhileItRuns() {
    body =
        () -> {
          if (runs.get() == 1) {
            task.wake();
            task.wake();
            assertThat(scheduled).isEmpty();
          }
          return Next.WAIT;
        };
    task.start();
    runNext();

    assertThat(scheduled).hasSize(1);
    runNext();
    assertThat(runs).hasValue(2);
    assertThat(scheduled).isEmpty();
  }

  @Test
  void returnsItsThreadBeforeItRepeats() {
    body = () -> runs.get() < 3 ? Next.REPEAT : Next.WAIT;
    task.start();

    runNext();
    assertThat(runs).hasValue(1);
    assertThat(scheduled).hasSize(1);
    runNext();
    runNext();

    assertThat(scheduled).isEmpty();
  }

  @Test
  void isNotScheduledTwiceWhenItRepeatsAndWasWoken() {
    body =
        () -> {
          task.wake();
          return Next.REPEAT;
        };
    task.start();
    runNext();

    assertThat(scheduled).hasSize(1);
  }

  @Test
  void runsNoMoreAfterTheEnd() {
    body =
        () -> {
          task.wake();
          return Next.END;
        };
    task.start();
    runNext();
    task.wake();

    assertThat(scheduled).isEmpty();
  }

  @Test
  void endsWhenARunThrows() {
    body =
        () -> {
          throw new IllegalStateException("broken");
        };
    task.start();

    assertThatThrownBy(this::runNext).hasMessage("broken");
    task.wake();
    assertThat(scheduled).isEmpty();
  }

  @Test
  void neverRunsOnTwoThreadsAndMissesNoWakeUp() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger wanted = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    int wakeUps = 20_000;
    SerialTask shared =
        new SerialTask(
            threads,
            () -> {
              if (running.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              seen.set(wanted.get());
              if (seen.get() == 2 * wakeUps) {
                all.countDown();
              }
              running.decrementAndGet();
              return Next.WAIT;
            });
    shared.start();
    try {
      for (int waker = 0; waker < 2; waker++) {
        threads.execute(
            () -> {
              for (int i = 0; i < wakeUps; i++) {
                wanted.incrementAndGet();
                shared.wake();
              }
            });
      }

      assertThat(all.await(20, TimeUnit.SECONDS)).as("%s of %s seen", seen, wanted).isTrue();
      assertThat(overlaps).hasValue(0);
    } finally {
      threads.shutdownNow();
    }
  }
}
