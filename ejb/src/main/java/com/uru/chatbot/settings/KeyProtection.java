package com.uru.chatbot.settings;

import java.util.Locale;

/** How a browser keeps a provider key. */
public enum KeyProtection {
  /** Encrypted under a passphrase. */
  PASSPHRASE,
  /** Encrypted under a key that the browser does not give away. */
  DEVICE,
  /** In the memory of a tab. */
  TAB;

  /** Returns the protection as a word in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the protection of a word.
   *
   * @throws IllegalArgumentException if there is no such protection
   */
  public static KeyProtection ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
