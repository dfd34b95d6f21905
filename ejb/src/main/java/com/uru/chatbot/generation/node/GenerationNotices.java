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
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration DEAF_PATIENCE = Duration.ofMillis(250);

  private final Set<Interest> interests = ConcurrentHashMap.newKeySet();
  private volatile boolean heard;

  /** Calls whenever there is a notice about a generation; what is read after this misses none. */
  public GenerationFeed.Subscription subscribe(UUID generationId, Runnable news) {
    Interest interest = new Interest(generationId, news);
    interests.add(interest);
    return () -> interests.remove(interest);
  }

  /** There is something new of these generations. */
  public void tell(Set<UUID> generationIds) {
    for (Interest interest : interests) {
      if (generationIds.contains(interest.generationId)) {
        interest.news.run();
      }
    }
  }

  /** Notices come in, or come in no longer: everybody looks what they have missed. */
  public void heard(boolean coming) {
    heard = coming;
    wakeAll();
  }

  void wakeAll() {
    interests.forEach(interest -> interest.news.run());
  }

  /** How long to wait for a notice before looking without one. */
  public Duration patience() {
    return heard ? PATIENCE : DEAF_PATIENCE;
  }

  /** One reader's interest in one generation; each is another one. */
  private static final class Interest {
    private final UUID generationId;
    private final Runnable news;

    private Interest(UUID generationId, Runnable news) {
      this.generationId = generationId;
      this.news = news;
    }
  }
}
