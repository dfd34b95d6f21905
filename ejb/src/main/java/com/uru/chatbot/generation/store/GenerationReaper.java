package com.uru.chatbot.generation.store;

import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.store.GenerationLeases.Expired;
import com.uru.chatbot.shared.LogContext;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Ends what a dead node left running: an expired lease becomes an interrupted answer with all its
 * journalled text. Every node looks for all nodes; the condition on the lease lets only one of them
 * succeed.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class GenerationReaper {
  private static final Logger LOGGER = System.getLogger(GenerationReaper.class.getName());

  private GenerationLeases leases;
  private EndGeneration endGeneration;
  private ActiveGenerations activeGenerations;
  private AnswerMetrics metrics;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationReaper() {}

  @Inject
  public GenerationReaper(
      GenerationLeases leases,
      EndGeneration endGeneration,
      ActiveGenerations activeGenerations,
      AnswerMetrics metrics) {
    this.leases = leases;
    this.endGeneration = endGeneration;
    this.activeGenerations = activeGenerations;
    this.metrics = metrics;
  }

  /** Looks every two seconds. A database that is away is the journal's to report. */
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  public void reap() {
    try {
      leases.expired().forEach(this::interruptOrReport);
    } catch (Exception e) {
      LOGGER.log(Level.DEBUG, "No look at the leases this time", e);
    }
  }

  /** Ends one generation; a failure is logged, so that the others are ended all the same. */
  private void interruptOrReport(Expired expired) {
    logContext(expired).run(() -> interruptOrLog(expired));
  }

  private static LogContext logContext(Expired expired) {
    return LogContext.current()
        .withUser(expired.owner().tenantId(), expired.owner().userId())
        .withGeneration(expired.generationId());
  }

  private void interruptOrLog(Expired expired) {
    try {
      interrupt(expired);
    } catch (Exception e) {
      LOGGER.log(
          Level.WARNING,
          () -> "Generation %s could not be interrupted".formatted(expired.generationId()),
          e);
    }
  }

  /**
   * Ends a generation, unless it runs here: then the next flush of the journal renews its lease.
   */
  private void interrupt(Expired expired) {
    if (activeGenerations.contains(expired.owner().tenantId(), expired.generationId())) {
      return;
    }
    endGeneration.expired(expired.owner(), expired.generationId());
    metrics.interrupted();
    LOGGER.log(
        Level.WARNING, "Generation {0} was interrupted: its node is gone", expired.generationId());
  }
}
