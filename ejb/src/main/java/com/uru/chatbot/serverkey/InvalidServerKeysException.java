package com.uru.chatbot.serverkey;

/** The server keys are missing or unusable; the message says what to do and quotes no key. */
public class InvalidServerKeysException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public InvalidServerKeysException(String message) {
    super(message);
  }

  public InvalidServerKeysException(String message, Throwable cause) {
    super(message, cause);
  }
}
