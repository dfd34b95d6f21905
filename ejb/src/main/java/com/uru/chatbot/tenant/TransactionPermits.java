package com.uru.chatbot.tenant;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of concurrent transactions of users, and admits waiting ones in the order of
 * their arrival. Payara's connection pool keeps no order: it gives a free connection to the thread
 * that asks next, so in a burst some requests wait until the pool's timeout while later ones are
 * served. For any threads.
 */
@ApplicationScoped
public class TransactionPermits {
  /** Fewer than the pool's connections (web.xml); the others are for the node's own work. */
  private static final int MAX_TRANSACTIONS = 20;

  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  @SuppressWarnings("NullAway.Init")
  private TransactionSynchronizationRegistry transactions;

  private final Semaphore permits;
  private final Duration maxWait;

  public TransactionPermits() {
    this(MAX_TRANSACTIONS, MAX_WAIT);
  }

  private TransactionPermits(int maxTransactions, Duration maxWait) {
    this.permits = new Semaphore(maxTransactions, true);
    this.maxWait = maxWait;
  }

  TransactionPermits(
      TransactionSynchronizationRegistry transactions, int maxTransactions, Duration maxWait) {
    this(maxTransactions, maxWait);
    this.transactions = transactions;
  }

  /**
   * Acquires a permit for the current transaction, which is released when the transaction ends.
   * Returns at once if the transaction has one.
   *
   * @throws DomainException {@code SERVICE_UNAVAILABLE} if no permit was free for five seconds
   */
  void acquire() {
    if (transactions.getResource(this) != null) {
      return;
    }
    if (!tryAcquire()) {
      throw new DomainException(
          ProblemCode.SERVICE_UNAVAILABLE,
          "Too many requests wait for Uru's database.",
          Map.of(),
          RETRY_AFTER);
    }
    try {
      transactions.registerInterposedSynchronization(new Release());
      transactions.putResource(this, true);
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private boolean tryAcquire() {
    try {
      return permits.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Releases the permit after commit or rollback. */
  private final class Release implements Synchronization {
    @Override
    public void beforeCompletion() {
      // The transaction still needs its connection.
    }

    @Override
    public void afterCompletion(int status) {
      permits.release();
    }
  }
}
