package com.uru.chatbot.model;

import java.io.Serial;

/** Data about models, or a setting about them, that cannot be used; the message says why. */
public class InvalidModelsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InvalidModelsException(String message) {
    super(message);
  }
}
