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
 * Saves the text of all running answers of this node together, ten times a second in one commit,
 * whatever their number; with it their leases. A crash costs at most one interval and the commit
 * that it interrupts, so a late commit must not put off the next one: the rate is fixed. While the
 * database is away the text stays in memory and the next flush that succeeds carries all of it.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class GenerationJournal {
  private static final Logger LOGGER = System.getLogger(GenerationJournal.class.getName());
  private static final long FLUSH_MILLIS = 100;

  /** While the database is away, every attempt fills the log with what the container says. */
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

  /** A scheduled task that throws is never run again, so every failure ends here. */
  private void flushOrReport() {
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

  private void flush() {
    List<ActiveGeneration> running = List.copyOf(activeGenerations.all());
    if (running.isEmpty()) {
      return;
    }
    List<JournalPiece> pieces = new ArrayList<>();
    Map<ActiveGeneration, Integer> lengths = new HashMap<>();
    for (ActiveGeneration generation : running) {
      JournalPiece piece = generation.unjournalled();
      if (piece != null) {
        pieces.add(piece);
        lengths.put(generation, piece.position());
      }
    }
    List<StopRequest> stops = leases.flush(running, pieces);
    lengths.forEach(ActiveGeneration::journalled);
    activeGenerations.stop(stops);
  }
}
