package com.uru.chatbot.identity.user;

import java.util.Locale;

/** Whether a user may sign in. */
public enum UserStatus {
  ACTIVE,
  DISABLED;

  /** The status as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the status of a word.
   *
   * @throws IllegalArgumentException if there is no such status
   */
  public static UserStatus ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
