package com.uru.chatbot.model;

import java.util.Locale;

/** Why a model stopped. Providers add reasons: one that Uru does not know is {@code OTHER}. */
public enum FinishReason {
  /** The answer is complete. */
  STOP,
  /** The limit of output tokens is reached. */
  LENGTH,
  /** The provider's content filter stopped the answer. */
  CONTENT_FILTER,
  /** The model refused to answer; its text says so. */
  REFUSAL,
  /** The model called a tool, although none was offered to it. */
  TOOL_CALLS,
  /** A reason that Uru does not know. */
  OTHER;

  /** The reason as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the reason of a word, {@code OTHER} for one that only a newer server knows. */
  public static FinishReason ofWireName(String word) {
    for (FinishReason reason : values()) {
      if (reason.wireName().equals(word)) {
        return reason;
      }
    }
    return OTHER;
  }
}
