package com.uru.chatbot.conversation;

import com.uru.chatbot.conversation.RetentionRepository.Retention;
import com.uru.chatbot.settings.SettingsChanged;
import com.uru.chatbot.tenant.Caller;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes conversations that were inactive for longer than their tenant keeps them: every hour, and
 * as soon as a tenant has changed its settings. Every node tries; each part is a short transaction,
 * and an advisory lock lets only one node at a time delete in a tenant.
 */
@Singleton
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class RetentionJob {
  private static final Logger LOGGER = System.getLogger(RetentionJob.class.getName());

  @Resource private ManagedExecutorService executor;

  private ConversationRetention retention;
  private ConversationErasure erasure;

  /** For the container's proxy. */
  protected RetentionJob() {}

  @Inject
  public RetentionJob(ConversationRetention retention, ConversationErasure erasure) {
    this.retention = retention;
    this.erasure = erasure;
  }

  /** Begins as soon as the change is committed. */
  public void onChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) SettingsChanged changed) {
    executor.execute(this::run);
  }

  /** Deletes what is inactive now, of all tenants. */
  @Schedule(hour = "*", minute = "17", persistent = false)
  public void run() {
    try {
      retention.retentions().forEach(this::deleteOrReport);
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "The times of retention could not be read this time", e);
    }
  }

  private void deleteOrReport(Retention tenant) {
    try {
      delete(tenant);
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "Inactive conversations of tenant %s could not be deleted; it is tried again"
                  .formatted(tenant.tenantId()),
          e);
    }
  }

  /** Ends when a user has nothing to delete although there was: another node is at it. */
  void delete(Retention tenant) {
    Instant since = retention.since(tenant.days());
    Optional<UUID> owner = retention.nextOwner(tenant.tenantId(), since);
    while (owner.isPresent()
        && erasure.deleteInactivePart(Caller.onBehalfOf(tenant.tenantId(), owner.get()), since)) {
      owner = retention.nextOwner(tenant.tenantId(), since);
    }
  }
}
