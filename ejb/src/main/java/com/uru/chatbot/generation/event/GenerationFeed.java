package com.uru.chatbot.generation.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A generation's events for one reader at its own pace. A feed buffers nothing: whatever a slow
 * reader has not taken is one longer delta later, so its cost is bounded by the answer itself,
 * which all readers share.
 */
public interface GenerationFeed {
  /** Returns the generation as it was when this feed was made. */
  Generation generation();

  /**
   * Returns the position of the last event that is there now, the end left out: a subscriber that
   * begins there receives the end and whatever else comes after this call.
   *
   * @throws com.uru.chatbot.shared.DomainException if the generation is gone
   */
  EventPosition last();

  /**
   * Returns the events after a position that are there now, possibly none. If the last one {@link
   * GenerationEvent#hasMore has more}, more can be had at once.
   *
   * @param position where the reader is
   * @throws com.uru.chatbot.shared.DomainException if there is nothing more to be had here: another
   *     node is to be asked, or the generation is gone
   */
  List<GenerationEvent> after(EventPosition position);

  /**
   * Asks to be called when there may be more; whatever comes after this is told.
   *
   * @param onChange is called on the thread that has made the change, perhaps for nothing; must not
   *     block
   */
  Subscription subscribe(Runnable onChange);

  /** How long to wait for a call before looking without one. */
  Duration pollInterval();

  /** A subscription to the changes of one generation. */
  interface Subscription {
    /** Ends the subscription. */
    void close();
  }

  /**
   * The events after a position, or an empty list if there were none within the time. Blocks.
   *
   * @param position where the reader is
   * @param limit how long to wait for something new
   */
  default List<GenerationEvent> after(EventPosition position, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Semaphore changes = new Semaphore(0);
    Subscription subscription = subscribe(changes::release);
    try {
      List<GenerationEvent> events = after(position);
      long left = limit.toNanos();
      while (events.isEmpty() && left > 0) {
        boolean called =
            changes.tryAcquire(Math.min(left, pollInterval().toNanos()), TimeUnit.NANOSECONDS);
        if (called) {
          changes.drainPermits();
        }
        events = after(position);
        left = deadline - System.nanoTime();
      }
      return events;
    } finally {
      subscription.close();
    }
  }
}
