package com.uru.chatbot.conversation;

import java.util.Locale;

/**
 * Where a message is in its life. {@code STREAMING} is the only state that changes; an assistant
 * message leaves it exactly once: by the model ({@code COMPLETED}), by the user ({@code STOPPED}),
 * by the provider breaking off or the output limit ({@code INCOMPLETE}), by the death of its node
 * ({@code INTERRUPTED}), or by a problem ({@code FAILED}).
 */
public enum MessageStatus {
  STREAMING,
  COMPLETED,
  STOPPED,
  INCOMPLETE,
  INTERRUPTED,
  FAILED;

  /** The status as a word in JSON and SQL, and the name of the event that tells it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
