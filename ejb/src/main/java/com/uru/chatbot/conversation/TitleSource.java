package com.uru.chatbot.conversation;

import java.util.Locale;

/** Who named a conversation: Uru, which may rename it, or the user, whose title stays. */
public enum TitleSource {
  AUTO,
  USER;

  /** The source as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
