package com.uru.chatbot.importing;

/** One conversation of a file cannot be imported; the others can. */
class InvalidItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Refuses a conversation.
   *
   * @param reason one sentence for the user
   */
  InvalidItemException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
