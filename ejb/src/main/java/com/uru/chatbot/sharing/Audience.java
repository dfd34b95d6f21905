package com.uru.chatbot.sharing;

import java.util.Locale;

/** Who finds a shared conversation. All of them have to be signed in to its tenant. */
public enum Audience {
  /** Who has the link. */
  LINK,
  /** Everybody of the tenant: it is in their list as well. */
  EVERYBODY;

  /** Returns the audience as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the audience of a word.
   *
   * @throws IllegalArgumentException if there is no such audience
   */
  public static Audience ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
