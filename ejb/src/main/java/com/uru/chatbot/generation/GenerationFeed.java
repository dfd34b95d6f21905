package com.uru.chatbot.generation;

import java.time.Duration;
import java.util.List;

/**
 * A generation's events for one reader at its own pace. A feed buffers nothing: whatever a slow
 * reader has not taken is one longer delta later, so its cost is bounded by the answer itself,
 * which all readers share.
 */
public interface GenerationFeed {
  /**
   * The events after a position, or an empty list if there were none within the time.
   *
   * @param position where the reader is
   * @param patience how long to wait for something new
   * @throws com.uru.chatbot.shared.DomainException if there is nothing more to be had here: another
   *     node is to be asked, or the generation is gone
   */
  List<GenerationEvent> after(EventPosition position, Duration patience)
      throws InterruptedException;
}
