package com.uru.chatbot.dev.launcher;

/** Why there is no running Uru: one line that says what to do. */
public final class LaunchFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  LaunchFailedException(String line) {
    super(line);
    this.line = line;
  }

  LaunchFailedException(String line, Throwable cause) {
    super(line, cause);
    this.line = line;
  }

  /** What went wrong, and what to do. */
  public String line() {
    return line;
  }
}
