package com.uru.chatbot.generation;

/**
 * Where a subscriber is in a generation's event stream: how much text it has, and which of the
 * other events at that place. Its id, {@code 4 * textLength + rank}, is the event id on the wire:
 * it rises with every event, it means the same on every node and for every way of cutting the text
 * into deltas, so a resume from any id has neither gap nor repeat.
 *
 * @param textLength UTF-16 code units received, at least 0
 * @param rank one of the constants of this class
 */
public record EventPosition(int textLength, int rank) implements Comparable<EventPosition> {
  /** After a delta, or before everything. */
  static final int TEXT = 0;

  static final int STARTED = 1;
  static final int TITLE = 2;
  static final int ENDED = 3;

  /** Before the first event. */
  public static final EventPosition START = new EventPosition(0, TEXT);

  /** After the {@code started} event. */
  public static final EventPosition AFTER_STARTED = new EventPosition(0, STARTED);

  private static final int RANKS = 4;

  /**
   * The position of an event id.
   *
   * @param id at least 0
   */
  public static EventPosition ofId(long id) {
    return new EventPosition((int) Math.min(id / RANKS, Integer.MAX_VALUE), (int) (id % RANKS));
  }

  /** The event id. */
  public long id() {
    return (long) textLength * RANKS + rank;
  }

  @Override
  public int compareTo(EventPosition other) {
    return Long.compare(id(), other.id());
  }

  boolean isBefore(EventPosition other) {
    return compareTo(other) < 0;
  }
}
