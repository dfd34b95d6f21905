package com.uru.chatbot.dev.launcher;

/** The only place of this module that writes to the terminal. */
final class Console {
  private Console() {}

  static void say(String line) {
    System.out.println("  " + line);
  }

  static void blank() {
    System.out.println();
  }

  /** A label, and what it labels. */
  static void item(String label, String text) {
    say(String.format("%-20s %s", label, text));
  }

  static void failure(String line) {
    System.err.println();
    System.err.println("  " + line);
    System.err.println();
  }
}
