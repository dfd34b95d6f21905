package com.uru.chatbot.generation.event;

/**
 * Where a subscriber is in the events of a generation: it has every entry before {@code entry}, and
 * {@code offset} units of that one. Entry 0 is {@code started}, then come the entries of the {@link
 * EventLog}, and the entry after the last one is the end.
 *
 * <p>The event id on the wire is {@link #id()}. It rises with every event, it fits into 53 bits,
 * and it means the same on every node and for every way of cutting text into deltas, so a resume
 * from any id has neither gap nor repeat.
 *
 * <p>Ids below 2^28 are of the form that was used before journals were typed: four times the length
 * of the text, plus a rank. A subscriber that got them from a server of that version may resume
 * here; {@link EventLog} translates them. In this form, {@code entry} is -1 and {@code offset} is
 * the id.
 *
 * @param entry index of the entry, or -1 for an id of the old form
 * @param offset UTF-16 code units of a text, 1 for an event without text, {@link #END} for the end
 */
public record EventPosition(int entry, int offset) implements Comparable<EventPosition> {
  /** The offset of the end: it is behind everything that its entry could have. */
  static final int END = (1 << 26) - 1;

  /** Before the first event. */
  public static final EventPosition START = new EventPosition(-1, 0);

  /** After the {@code started} event. */
  public static final EventPosition AFTER_STARTED = new EventPosition(0, 1);

  private static final int OFFSET_SHIFT = 2;
  private static final int ENTRY_SHIFT = 28;
  private static final int MAX_ENTRY = (1 << 25) - 2;

  private static final int OLD_RANKS = 4;
  private static final int OLD_RANK_OF_END = 3;

  /**
   * Returns the position of an event id.
   *
   * @param id at least 0
   */
  public static EventPosition ofId(long id) {
    if (id < 1L << ENTRY_SHIFT) {
      return new EventPosition(-1, (int) id);
    }
    int entry = (int) Math.min((id >>> ENTRY_SHIFT) - 1, MAX_ENTRY);
    return new EventPosition(entry, (int) (id >>> OFFSET_SHIFT) & END);
  }

  /**
   * Returns the event id. Its last two bits are 0, which a server of the version before reads as a
   * position in the text that is beyond its end: from there it still tells the end.
   */
  public long id() {
    return isOldForm() ? offset : (entry + 1L) << ENTRY_SHIFT | (long) offset << OFFSET_SHIFT;
  }

  /** Returns whether this is a position of the old form, or {@link #START}. */
  boolean isOldForm() {
    return entry < 0;
  }

  /** Returns how much text a subscriber has at a position of the old form. */
  int oldTextLength() {
    return offset / OLD_RANKS;
  }

  /** Returns whether a subscriber at this position has the end. */
  boolean isEnd() {
    return isOldForm() ? offset % OLD_RANKS == OLD_RANK_OF_END : offset == END;
  }

  @Override
  public int compareTo(EventPosition other) {
    return Long.compare(id(), other.id());
  }
}
