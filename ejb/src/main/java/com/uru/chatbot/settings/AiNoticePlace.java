package com.uru.chatbot.settings;

import java.util.Locale;

/** Where people are told that answers come from an AI (EU AI Act, Article 50). */
public enum AiNoticePlace {
  /** Always, below the field for messages. */
  COMPOSER,
  /** Where a conversation begins, until its first question is asked. */
  FIRST_MESSAGE;

  /** Returns the place as a word in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the place of a word.
   *
   * @throws IllegalArgumentException if there is no such place
   */
  public static AiNoticePlace ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
