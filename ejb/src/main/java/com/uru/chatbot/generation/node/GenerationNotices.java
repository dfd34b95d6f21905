package com.uru.chatbot.generation.node;

import com.uru.chatbot.generation.event.GenerationFeed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private static final Duration POLL_INTERVAL_WITHOUT_NOTICES = Duration.ofMillis(250);

  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private volatile boolean connected;

  /** Calls whenever there is a notice about a generation; what is read after this misses none. */
  public GenerationFeed.Subscription subscribe(UUID generationId, Runnable onChange) {
    Subscriber subscriber = new Subscriber(generationId, onChange);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** There is something new of these generations. */
  public void publish(Set<UUID> generationIds) {
    for (Subscriber subscriber : subscribers) {
      if (generationIds.contains(subscriber.generationId)) {
        subscriber.onChange.run();
      }
    }
  }

  /** Notices come in, or come in no longer: everybody looks what they have missed. */
  public void setConnected(boolean nowConnected) {
    connected = nowConnected;
    wakeAll();
  }

  void wakeAll() {
    subscribers.forEach(subscriber -> subscriber.onChange.run());
  }

  /** Returns how long a feed waits for a notice before it reads the database without one. */
  public Duration pollInterval() {
    return connected ? POLL_INTERVAL : POLL_INTERVAL_WITHOUT_NOTICES;
  }

  /**
   * A subscriber of one generation. Compared by identity: the same callback may subscribe twice.
   */
  private static final class Subscriber {
    private final UUID generationId;
    private final Runnable onChange;

    private Subscriber(UUID generationId, Runnable onChange) {
      this.generationId = generationId;
      this.onChange = onChange;
    }
  }
}
