package com.uru.chatbot.tenant;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

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

  /**
   * Without a commit for this time, the database is silent: a transaction would wait for it too.
   */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  @SuppressWarnings("NullAway.Init")
  private TransactionSynchronizationRegistry transactions;

  private final Semaphore permits;
  private final Duration maxWait;
  private final LongSupplier nanoTime;
  private volatile long lastCommit;

  public TransactionPermits() {
    this(MAX_TRANSACTIONS, MAX_WAIT, System::nanoTime);
  }

  private TransactionPermits(int maxTransactions, Duration maxWait, LongSupplier nanoTime) {
    this.permits = new Semaphore(maxTransactions, true);
    this.maxWait = maxWait;
    this.nanoTime = nanoTime;
    this.lastCommit = nanoTime.getAsLong();
  }

  TransactionPermits(
      TransactionSynchronizationRegistry transactions,
      int maxTransactions,
      Duration maxWait,
      LongSupplier nanoTime) {
    this(maxTransactions, maxWait, nanoTime);
    this.transactions = transactions;
  }

  /** Created at the start, so that its gauges are there before the first transaction. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Returns how many transactions of users run. */
  @Gauge(
      name = "uru_transactions_running",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Transactions of users that hold a connection to the database, 20 at most.")
  public int running() {
    return MAX_TRANSACTIONS - permits.availablePermits();
  }

  /** Returns how many transactions of users wait for others to end. */
  @Gauge(
      name = "uru_transactions_waiting",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Transactions of users that wait until fewer run.")
  public int waiting() {
    return permits.getQueueLength();
  }

  /**
   * Acquires a permit for the current transaction, which is released when the transaction ends.
   * Returns at once if the transaction has one.
   *
   * @throws DomainException {@code SERVICE_UNAVAILABLE} if no permit was free for five seconds, or
   *     if the transaction has waited for a database that is silent
   */
  void acquire() {
    if (transactions.getResource(this) != null) {
      return;
    }
    long begin = nanoTime.getAsLong();
    if (!tryAcquire()) {
      throw refusal();
    }
    if (isSilentSince(begin)) {
      permits.release();
      throw refusal();
    }
    try {
      transactions.registerInterposedSynchronization(new Release());
      transactions.putResource(this, true);
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private static DomainException refusal() {
    return new DomainException(
        ProblemCode.SERVICE_UNAVAILABLE,
        "Too many requests wait for Uru's database.",
        Map.of(),
        RETRY_AFTER);
  }

  /**
   * Returns whether this transaction has waited for a long time without a commit of another one.
   */
  private boolean isSilentSince(long begin) {
    long now = nanoTime.getAsLong();
    return now - begin > SILENCE.toNanos() && now - lastCommit > SILENCE.toNanos();
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
      if (status == Status.STATUS_COMMITTED) {
        lastCommit = nanoTime.getAsLong();
      }
      permits.release();
    }
  }
}
