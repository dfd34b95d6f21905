package com.uru.chatbot.tenant;

import java.util.Locale;

/** What a user may do: {@code viewer} reads, {@code user} chats, {@code admin} also administers. */
public enum Role {
  ADMIN,
  USER,
  VIEWER;

  /** The role as a word in tokens, JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a word.
   *
   * @throws IllegalArgumentException if there is no such role
   */
  public static Role ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
