package com.uru.chatbot.importing;

/** Texts that the database takes: without NUL and without half of a surrogate pair. */
final class StorableText {
  private StorableText() {}

  /**
   * Returns the text.
   *
   * @throws InvalidItemException if the database does not take it
   */
  static String require(String text) {
    if (firstUnstorable(text, 0) >= 0) {
      throw new InvalidItemException(
          "A text in it has a character that cannot be stored: U+0000, or half of a surrogate"
              + " pair.");
    }
    return text;
  }

  /** Returns the text with U+FFFD for each character that the database does not take. */
  static String repaired(String text) {
    int at = firstUnstorable(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (; at >= 0; at = firstUnstorable(text, at + 1)) {
      repaired.setCharAt(at, '\uFFFD');
    }
    return repaired.toString();
  }

  private static int firstUnstorable(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
