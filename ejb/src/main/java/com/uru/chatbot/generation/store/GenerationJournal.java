package com.uru.chatbot.generation.store;

import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the journal of all local generations, and renews their leases, in one transaction. The
 * first content after a pause is flushed at once, further content 100 to 200 ms after the begin of
 * the flush before. A crash loses at most what came in one interval and during the commit that it
 * interrupts. While the database is away the content stays in memory, and the next flush that
 * succeeds writes all of it. While nothing runs, the journal's thread waits.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class GenerationJournal {
  private static final Logger LOGGER = System.getLogger(GenerationJournal.class.getName());
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MAX_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How much the interval is shortened for each nanosecond that a flush takes. */
  private static final int SHORTENING = 5;

  /** A slow flush counts for this much of its duration at the next one, and so on. */
  private static final double DECAY = 0.95;

  /** Without new content, leases are renewed and stops are asked for this often. */
  private static final long RENEWAL_MILLIS = 1_000;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(5);

  @Resource private ManagedThreadFactory threadFactory;

  private ActiveGenerations activeGenerations;
  private GenerationLeases leases;
  private JournalLag lag;

  /** Has a permit when something has changed since the last flush began. */
  private final Semaphore changes = new Semaphore(0);

  private @Nullable Thread thread;
  private volatile boolean stopped;
  private boolean failing;
  private long failedAt;
  private long slowestNanos;

  /** For the container's proxy. */
  protected GenerationJournal() {}

  @Inject
  public GenerationJournal(
      ActiveGenerations activeGenerations, GenerationLeases leases, JournalLag lag) {
    this.activeGenerations = activeGenerations;
    this.leases = leases;
    this.lag = lag;
  }

  @PostConstruct
  void start() {
    startThread(threadFactory);
  }

  void startThread(ThreadFactory factory) {
    activeGenerations.onChange(this::signalChange);
    thread = factory.newThread(this::run);
    thread.start();
  }

  /**
   * Saves what runs as interrupted, as far as the container still lets transactions through. Payara
   * Micro on SIGTERM does not: there {@link NodeDrain} has to come before, or the leases end it.
   */
  @PreDestroy
  void stop() {
    try {
      activeGenerations.interruptAll(SAVE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Is called for each delta of each generation, so it does nothing if that was done before. */
  private void signalChange() {
    if (changes.availablePermits() == 0) {
      lag.changed();
      changes.release();
    }
  }

  private void run() {
    try {
      while (!stopped) {
        awaitChange();
        long begin = System.nanoTime();
        flushOrReport();
        long duration = System.nanoTime() - begin;
        slowestNanos = Math.max(duration, (long) (slowestNanos * DECAY));
        TimeUnit.NANOSECONDS.sleep(intervalNanos(slowestNanos) - duration);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the time between the begins of two flushes. The text that a crash loses is as old as
   * this interval and a flush together, and at most 250 ms are promised: where flushes are slow,
   * the interval leaves them more time.
   *
   * @param slowestNanos how long a slow one of the last flushes took
   */
  static long intervalNanos(long slowestNanos) {
    long shortened = MAX_INTERVAL_NANOS - SHORTENING * slowestNanos;
    return Math.max(MIN_INTERVAL_NANOS, shortened);
  }

  private void awaitChange() throws InterruptedException {
    if (activeGenerations.isEmpty()) {
      changes.acquire();
    } else if (!changes.tryAcquire(RENEWAL_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    changes.drainPermits();
  }

  /** Catches every failure, errors too, so that the thread goes on. */
  void flushOrReport() {
    if (failing && System.nanoTime() - failedAt < RETRY_NANOS) {
      signalChange();
      return;
    }
    try {
      flush();
      if (failing) {
        failing = false;
        LOGGER.log(Level.INFO, "The generation journal is being written again");
      }
    } catch (Throwable e) {
      failedAt = System.nanoTime();
      signalChange();
      if (!failing) {
        failing = true;
        LOGGER.log(
            Level.ERROR, "The generation journal cannot be written; text stays in memory", e);
      }
    }
  }

  void flush() {
    lag.flushing();
    List<ActiveGeneration> running = List.copyOf(activeGenerations.all());
    if (running.isEmpty()) {
      // What ended meanwhile was saved with its end.
      lag.written();
      return;
    }
    List<JournalPiece> pieces = new ArrayList<>();
    Map<ActiveGeneration, Integer> positions = new HashMap<>();
    for (ActiveGeneration generation : running) {
      for (JournalPiece piece : generation.pendingPieces()) {
        pieces.add(piece);
        positions.put(generation, piece.position());
      }
    }
    List<StopRequest> stops = leases.flush(activeGenerations.node(), running, pieces);
    lag.written();
    positions.forEach(ActiveGeneration::markFlushed);
    activeGenerations.stop(stops);
  }
}
