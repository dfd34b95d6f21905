package com.uru.chatbot.openai.sse;

/**
 * Makes deltas storable: a pair of surrogates is never torn apart, a lone surrogate and U+0000,
 * which PostgreSQL's {@code text} cannot hold, become U+FFFD.
 */
public final class WholeCharacters {
  private static final char REPLACEMENT = '\uFFFD';

  private String held = "";

  /** The text with what was held back before; its own trailing half pair is held back. */
  public String next(String delta) {
    String text = held.isEmpty() ? delta : held + delta;
    held = "";
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      held = text.substring(text.length() - 1);
      text = text.substring(0, text.length() - 1);
    }
    return repair(text);
  }

  private static String repair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnusable(text, i)) {
        return repairFrom(i, text);
      }
    }
    return text;
  }

  private static String repairFrom(int start, String text) {
    StringBuilder repaired = new StringBuilder(text);
    for (int i = start; i < text.length(); i++) {
      if (isUnusable(text, i)) {
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired.toString();
  }

  private static boolean isUnusable(String text, int i) {
    char character = text.charAt(i);
    if (character == '\0') {
      return true;
    }
    if (Character.isHighSurrogate(character)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(character)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
