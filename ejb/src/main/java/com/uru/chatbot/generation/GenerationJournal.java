package com.uru.chatbot.generation;

import com.uru.chatbot.generation.GenerationRepository.StopRequest;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Flushes the journal of all local generations, and renews their leases, in one transaction every
 * 100 ms. A crash loses at most what came in one interval and during the commit that it interrupts.
 * So the rate is fixed: a slow commit does not delay the next one. While the database is away the
 * content stays in memory, and the next flush that succeeds writes all of it.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class GenerationJournal {
  private static final Logger LOGGER = System.getLogger(GenerationJournal.class.getName());
  private static final long FLUSH_MILLIS = 100;

  /** The container logs each failed attempt, so attempts are rare while the database is away. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration SAVE_PATIENCE = Duration.ofSeconds(5);

  @Resource private ManagedScheduledExecutorService scheduler;

  private ActiveGenerations activeGenerations;
  private GenerationLeases leases;
  private @Nullable ScheduledFuture<?> schedule;
  private boolean failing;
  private long failedAt;

  /** For the container's proxy. */
  protected GenerationJournal() {}

  @Inject
  public GenerationJournal(ActiveGenerations activeGenerations, GenerationLeases leases) {
    this.activeGenerations = activeGenerations;
    this.leases = leases;
  }

  @PostConstruct
  void start() {
    schedule =
        scheduler.scheduleAtFixedRate(
            this::flushOrReport, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Saves what runs as interrupted, as far as the container still lets transactions through. Payara
   * Micro on SIGTERM does not: there {@link NodeDrain} has to come before, or the leases end it.
   */
  @PreDestroy
  void stop() {
    try {
      activeGenerations.interruptAll(SAVE_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (schedule != null) {
      schedule.cancel(false);
    }
  }

  /** Catches every failure: the executor never runs a task again that has thrown. */
  void flushOrReport() {
    if (failing && System.nanoTime() - failedAt < RETRY_NANOS) {
      return;
    }
    try {
      flush();
      if (failing) {
        failing = false;
        LOGGER.log(Level.INFO, "The generation journal is being written again");
      }
    } catch (Exception e) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      failedAt = System.nanoTime();
      if (!failing) {
        failing = true;
        LOGGER.log(
            Level.ERROR, "The generation journal cannot be written; text stays in memory", e);
      }
    }
  }

  void flush() {
    List<ActiveGeneration> running = List.copyOf(activeGenerations.all());
    if (running.isEmpty()) {
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
    List<StopRequest> stops = leases.flush(running, pieces);
    positions.forEach(ActiveGeneration::markFlushed);
    activeGenerations.stop(stops);
  }
}
