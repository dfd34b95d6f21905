package com.uru.chatbot.generation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Few threads that write to many readers: each piece of writing is short, unless its reader does
 * not read. Who blocks a thread gets it replaced, so nobody else has to wait for that reader.
 */
final class DeliveryThreads implements Executor {
  /** How long one piece of writing may take before it counts as blocked. */
  static final Duration BLOCKED_AFTER = Duration.ofMillis(50);

  private static final int USUAL = 2 * Runtime.getRuntime().availableProcessors();

  private final Map<Thread, Long> busySince = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool;
  private final int most;

  /**
   * Threads of this factory.
   *
   * @param most how many of them may be blocked at the same time
   */
  DeliveryThreads(ThreadFactory factory, int most) {
    this.most = most;
    this.pool =
        new ThreadPoolExecutor(
            USUAL,
            USUAL,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Runs this soon; not at all once the threads are stopped. */
  @Override
  public void execute(Runnable task) {
    pool.execute(() -> run(task));
  }

  private void run(Runnable task) {
    Thread thread = Thread.currentThread();
    busySince.put(thread, System.nanoTime());
    try {
      task.run();
    } finally {
      busySince.remove(thread);
    }
  }

  /** To be called often: so many threads as are needed beside the blocked ones. */
  void replaceBlocked() {
    long limit = System.nanoTime() - BLOCKED_AFTER.toNanos();
    long blocked = busySince.values().stream().filter(since -> since - limit < 0).count();
    // Twice: where some block, more do, and they have to be through before the others are served.
    resize((int) Math.min(USUAL + 2 * blocked, USUAL + (long) most));
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
    pool.shutdownNow();
  }
}
