package com.uru.chatbot.generation.event;

import com.uru.chatbot.generation.event.GenerationEvent.Delta;
import com.uru.chatbot.generation.event.GenerationEvent.Ended;
import com.uru.chatbot.generation.event.GenerationEvent.ReasoningDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events of a generation that follow each other.
 *
 * @param ended whether the last event of the generation is among them or before them
 */
public record EventPage(List<GenerationEvent> events, boolean ended) {
  /**
   * The most text of a page, in UTF-16 code units: less than 1 MB in UTF-8. An event that alone is
   * longer makes a page by itself.
   */
  static final int MAX_LENGTH = 256 * 1024;

  /**
   * Reads a page.
   *
   * @param source returns the events after a position, in batches, as {@link GenerationFeed#after}
   * @param after the position before the page
   * @param until where the page ends at the latest, {@code null} for no limit. A delta that goes
   *     beyond is cut there
   */
  public static EventPage read(
      Function<EventPosition, List<GenerationEvent>> source,
      EventPosition after,
      @Nullable EventPosition until) {
    Reader reader = new Reader(after, until);
    List<GenerationEvent> batch = source.apply(after);
    while (reader.addAll(batch) && batch.get(batch.size() - 1).hasMore()) {
      batch = source.apply(reader.position);
    }
    return new EventPage(List.copyOf(reader.events), reader.position.isEnd());
  }

  private static final class Reader {
    private final List<GenerationEvent> events = new ArrayList<>();
    private final @Nullable EventPosition until;
    private EventPosition position;
    private int length;

    Reader(EventPosition after, @Nullable EventPosition until) {
      this.position = after;
      this.until = until;
    }

    /** Adds a batch; returns false if it was empty or did not fit. */
    boolean addAll(List<GenerationEvent> batch) {
      for (GenerationEvent event : batch) {
        if (!add(event)) {
          return false;
        }
      }
      return !batch.isEmpty();
    }

    /** Adds an event, or what there is of it until the limit; returns false if it is not whole. */
    private boolean add(GenerationEvent event) {
      boolean whole = until == null || event.position().compareTo(until) <= 0;
      GenerationEvent added = whole || until == null ? event : cut(event, until);
      if (added == null) {
        return false;
      }
      length += length(added);
      if (length > MAX_LENGTH && !events.isEmpty()) {
        return false;
      }
      events.add(added);
      position = added.position();
      return whole;
    }
  }

  private static int length(GenerationEvent event) {
    if (event instanceof Delta delta) {
      return delta.text().length();
    }
    if (event instanceof ReasoningDelta delta) {
      return delta.text().length();
    }
    // The message has its text twice: as the plain answer and as a part.
    return event instanceof Ended ended ? 2 * ended.message().text().length() : 0;
  }

  /** Returns the part of an event up to a position before its own, or null if there is none. */
  private static @Nullable GenerationEvent cut(GenerationEvent event, EventPosition until) {
    if (event instanceof Delta delta) {
      String text = cut(delta.text(), delta.position(), until);
      return text.isEmpty() ? null : new Delta(until, text, false);
    }
    if (event instanceof ReasoningDelta delta) {
      String text = cut(delta.text(), delta.position(), until);
      return text.isEmpty() ? null : new ReasoningDelta(until, text, false);
    }
    return null;
  }

  private static String cut(String text, EventPosition end, EventPosition until) {
    int beyond = end.offset() - until.offset();
    return until.entry() == end.entry() && beyond < text.length()
        ? text.substring(0, text.length() - beyond)
        : "";
  }
}
