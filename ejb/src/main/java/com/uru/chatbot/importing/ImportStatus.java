package com.uru.chatbot.importing;

import java.util.Locale;

/** What became of a conversation in a file, or would become of it. */
public enum ImportStatus {
  IMPORTED,
  /** The caller has it already; it was left as it is. */
  EXISTS,
  /** It cannot be imported. */
  REFUSED;

  /** Returns the status as a word in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
