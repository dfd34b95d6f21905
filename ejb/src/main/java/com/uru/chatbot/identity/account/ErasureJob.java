package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.account.AccountErasure.Begun;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.OwnedData;
import com.uru.chatbot.tenant.Tenant;
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
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Ends erasures: on the node of the request as soon as the beginning is committed, and on any node
 * if that one has ended. Each part is a transaction and can be repeated, so two nodes at the same
 * erasure do no harm.
 */
@Singleton
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class ErasureJob {
  private static final Logger LOGGER = System.getLogger(ErasureJob.class.getName());

  @Resource private ManagedExecutorService executor;

  private AccountErasure erasure;
  private Instance<OwnedData> ownedData;

  /** For the container's proxy. */
  protected ErasureJob() {}

  @Inject
  public ErasureJob(AccountErasure erasure, Instance<OwnedData> ownedData) {
    this.erasure = erasure;
    this.ownedData = ownedData;
  }

  /** Ends an erasure as soon as its beginning is committed. */
  public void onCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) Begun begun) {
    executor.execute(() -> endOrReport(begun.account()));
  }

  /** Looks every 15 seconds for erasures that another node has left. */
  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  public void endUnfinished() {
    try {
      erasure.unfinished().forEach(this::endOrReport);
    } catch (RuntimeException e) {
      LOGGER.log(Level.DEBUG, "Unfinished erasures could not be read this time", e);
    }
  }

  private void endOrReport(AccountKey account) {
    try {
      end(account);
      LOGGER.log(
          account.tenantId().equals(Tenant.WARM_UP_ID) ? Level.DEBUG : Level.INFO,
          "User {0} was erased",
          account.userId());
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          () -> "The erasure of user %s did not end; it is tried again".formatted(account.userId()),
          e);
    }
  }

  void end(AccountKey account) {
    Caller owner = Caller.onBehalfOf(account.tenantId(), account.userId());
    for (OwnedData data : ownedData) {
      boolean more = true;
      while (more) {
        more = data.deletePart(owner);
      }
    }
    erasure.end(account);
  }
}
