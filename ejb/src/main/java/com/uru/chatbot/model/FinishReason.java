package com.uru.chatbot.model;

import java.util.Locale;

/**
 * Why a model stopped: it was done, it reached the output limit, or the provider's filter cut in.
 */
public enum FinishReason {
  STOP,
  LENGTH,
  CONTENT_FILTER;

  /** The reason as a word in JSON and SQL. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
