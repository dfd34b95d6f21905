package com.uru.chatbot.settings;

import java.util.Locale;

/** Who may make an account without an administrator. */
public enum SignUpMode {
  /** Everybody. */
  OPEN,
  /** Those who give an address of a named mail domain. */
  DOMAINS,
  /** Nobody: administrators invite people, and sign-up says so. */
  INVITATION,
  /** Nobody. */
  CLOSED;

  /** Returns the mode as a word in JSON and in {@code URU_SIGN_UP}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the mode of a word.
   *
   * @throws IllegalArgumentException if there is no such mode
   */
  public static SignUpMode ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
