package com.uru.chatbot.generation.capacity;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An executor with few threads for many readers. A write to a reader is short unless the reader
 * does not read; then the write blocks its thread, and another thread is added, so that no other
 * reader waits. The timer that adds threads runs only while there are more tasks than threads.
 */
final class DeliveryThreads implements Executor {
  /** How long a task may take before its thread counts as blocked. */
  static final Duration BLOCKED_AFTER = Duration.ofMillis(50);

  private static final int CORE_SIZE = 2 * Runtime.getRuntime().availableProcessors();

  private final Map<Thread, Long> busySince = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;
  private final int maxBlocked;

  /** The number of tasks that wait or run. */
  private final AtomicInteger tasks = new AtomicInteger();

  private final AtomicBoolean adjusting = new AtomicBoolean();

  /**
   * Creates an executor.
   *
   * @param maxBlocked how many threads may be blocked at the same time
   */
  DeliveryThreads(ThreadFactory factory, int maxBlocked) {
    this.maxBlocked = maxBlocked;
    this.timer =
        new ScheduledThreadPoolExecutor(1, factory, new ThreadPoolExecutor.DiscardPolicy());
    this.pool =
        new ThreadPoolExecutor(
            CORE_SIZE,
            CORE_SIZE,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Runs a task on one of the threads; drops it if the executor was stopped. */
  @Override
  public void execute(Runnable task) {
    if (tasks.incrementAndGet() > CORE_SIZE) {
      scheduleAdjustment();
    }
    pool.execute(() -> run(task));
  }

  private void run(Runnable task) {
    Thread thread = Thread.currentThread();
    busySince.put(thread, System.nanoTime());
    try {
      task.run();
    } finally {
      busySince.remove(thread);
      tasks.decrementAndGet();
    }
  }

  private void scheduleAdjustment() {
    if (adjusting.compareAndSet(false, true)) {
      ScheduledFuture<?> unused =
          timer.schedule(this::adjustSize, BLOCKED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Sets the number of threads to the core size and two for each blocked thread. */
  private void adjustSize() {
    long limit = System.nanoTime() - BLOCKED_AFTER.toNanos();
    long blocked = busySince.values().stream().filter(since -> since - limit < 0).count();
    // Twice: where some block, more do, and they have to be through before the others are served.
    resize((int) Math.min(CORE_SIZE + 2 * blocked, CORE_SIZE + (long) maxBlocked));
    adjusting.set(false);
    if (tasks.get() > CORE_SIZE || pool.getMaximumPoolSize() > CORE_SIZE) {
      scheduleAdjustment();
    }
  }

  private void resize(int size) {
    if (size > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else if (size < pool.getMaximumPoolSize()) {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  void stop() {
    timer.shutdownNow();
    pool.shutdownNow();
  }
}
