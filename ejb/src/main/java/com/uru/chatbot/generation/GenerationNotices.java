package com.uru.chatbot.generation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes the readers on this node when there is something new to read of a generation that runs on
 * another one. A notice says only that it is worth looking; who sees what, the look decides.
 */
@ApplicationScoped
public class GenerationNotices {
  /** Notices come sooner; this is for one that got lost. */
  private static final long PATIENCE_MILLIS = 1_000;

  private static final long DEAF_PATIENCE_MILLIS = 250;

  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean heard;

  /** Begins to keep notices about a generation; what is read after this misses none. */
  Subscription subscribe(UUID generationId) {
    Subscription subscription = new Subscription(generationId);
    subscriptions.add(subscription);
    return subscription;
  }

  /** There is something new of these generations. */
  void tell(Set<UUID> generationIds) {
    for (Subscription subscription : subscriptions) {
      if (generationIds.contains(subscription.generationId)) {
        subscription.wake();
      }
    }
  }

  /** Notices come in, or come in no longer: everybody looks what they have missed. */
  void heard(boolean coming) {
    heard = coming;
    wakeAll();
  }

  void wakeAll() {
    subscriptions.forEach(Subscription::wake);
  }

  /** How long to wait for a notice before looking without one. */
  long patienceMillis() {
    return heard ? PATIENCE_MILLIS : DEAF_PATIENCE_MILLIS;
  }

  /** One reader's interest in one generation. */
  final class Subscription implements AutoCloseable {
    private final UUID generationId;
    private boolean news;

    private Subscription(UUID generationId) {
      this.generationId = generationId;
    }

    private synchronized void wake() {
      news = true;
      notifyAll();
    }

    /** Blocks until there was a notice since the last wait, or the time is over. */
    synchronized void await(long millis) throws InterruptedException {
      long deadline = System.nanoTime() + millis * 1_000_000;
      long left = millis;
      while (!news && left > 0) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
      news = false;
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
