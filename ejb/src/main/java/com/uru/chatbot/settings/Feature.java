package com.uru.chatbot.settings;

import java.util.Locale;

/** What a tenant can switch off. */
public enum Feature {
  /** Files of one conversation, and of everything. */
  EXPORT,
  /** Links by which others in the tenant read a conversation. */
  SHARING;

  /** Returns the feature as a word in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the feature of a word.
   *
   * @throws IllegalArgumentException if there is no such feature
   */
  public static Feature ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
