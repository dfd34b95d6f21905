package com.uru.chatbot.generation.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryThreadsTest {
  private static final int MANY = 200;
  private static final int MOST = 100;

  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final DeliveryThreads threads = new DeliveryThreads(this::newThread, MOST);
  private final CountDownLatch release = new CountDownLatch(1);

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    made.add(thread);
    return thread;
  }

  private long alive() {
    return made.stream().filter(Thread::isAlive).count();
  }

  private void block(int count) {
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  private static boolean await(CountDownLatch done) throws InterruptedException {
    return done.await(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() {
    release.countDown();
    threads.stop();
  }

  @Test
  void servesManyWithFew() throws InterruptedException {
    CountDownLatch served = new CountDownLatch(MANY);
    for (int i = 0; i < MANY; i++) {
      threads.execute(served::countDown);
    }

    assertThat(await(served)).isTrue();
    assertThat(made).hasSizeLessThan(MANY / 2);
  }

  @Test
  void needsNoTimerWhileThereIsAThreadForEachTask() {
    int core = 2 * Runtime.getRuntime().availableProcessors();
    block(core);

    assertThat(made).hasSize(core);
  }

  @Test
  void letsNobodyWaitForThoseWhoBlock() throws InterruptedException {
    block(MOST);
    CountDownLatch served = new CountDownLatch(1);
    threads.execute(served::countDown);

    assertThat(await(served)).isTrue();
  }

  @Test
  void givesTheReplacementsBack() throws InterruptedException {
    block(MOST);
    CountDownLatch served = new CountDownLatch(1);
    threads.execute(served::countDown);
    await(served);
    long most = alive();
    release.countDown();

    for (int i = 0; i < 2_000 && alive() > most / 2; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(alive()).isLessThanOrEqualTo(most / 2);
  }

  @Test
  void dropsWhatComesAfterTheStop() {
    AtomicInteger ran = new AtomicInteger();
    threads.stop();

    threads.execute(ran::incrementAndGet);

    assertThat(ran).hasValue(0);
  }
}
