package com.uru.chatbot.conversation;

import java.util.Locale;

/** Who a message is from. */
public enum MessageRole {
  USER,
  ASSISTANT;

  /** The role as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
