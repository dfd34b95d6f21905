package com.uru.chatbot.generation.event;

import java.util.Locale;

/** The kinds of entries in a generation's event log, between {@code started} and the end. */
public enum EntryKind {
  /** Text of the answer; deltas extend the entry. */
  TEXT,
  /** Text of the summary of the model's reasoning. Each delta is appended to the entry. */
  REASONING,
  /** The title of the conversation; one event. */
  TITLE,
  /** Written by a newer server: keeps its place in the log, but is no event here. */
  UNKNOWN;

  /** Returns the kind as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of a word, {@code UNKNOWN} for one that only a newer server knows. */
  public static EntryKind ofWireName(String word) {
    for (EntryKind kind : values()) {
      if (kind.wireName().equals(word)) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
