package com.uru.chatbot.generation.event;

import java.time.Instant;

/** One entry of an {@link EventLog}: a text that grows, or an event that is there at once. */
public final class LogEntry {
  private final EntryKind kind;
  private final int start;
  private final Instant startedAt;
  private final StringBuilder content = new StringBuilder();

  /**
   * An empty entry.
   *
   * @param start the sum of the lengths of all entries before this one
   * @param startedAt when its first content arrived
   */
  LogEntry(EntryKind kind, int start, Instant startedAt) {
    this.kind = kind;
    this.start = start;
    this.startedAt = startedAt;
  }

  EntryKind kind() {
    return kind;
  }

  Instant startedAt() {
    return startedAt;
  }

  public StringBuilder content() {
    return content;
  }

  int start() {
    return start;
  }

  /** Returns the sum of the lengths of all entries up to this one. */
  int end() {
    return start + content.length();
  }

  /** Returns whether a delta of a kind extends this entry instead of beginning a new one. */
  boolean isExtendedBy(EntryKind delta, int length) {
    return switch (kind) {
      case TEXT, REASONING -> kind == delta && content.length() + length < EventPosition.END;
      case TITLE, UNKNOWN -> false;
    };
  }
}
