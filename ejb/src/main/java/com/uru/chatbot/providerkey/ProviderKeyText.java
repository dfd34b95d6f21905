package com.uru.chatbot.providerkey;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the key in a pasted text: without white space, invisible characters, quotes, the variable
 * or header that it was assigned to, and {@code Bearer}.
 */
final class ProviderKeyText {
  private static final String QUOTES = "\"'`\u00ab\u00bb\u2018\u2019\u201c\u201d";
  private static final String TRAILING = QUOTES + ";,";
  private static final String[] WORDS = {"bearer ", "export ", "setx ", "set ", "-h ", "$env:"};

  private final char[] text;
  private int start;
  private int end;

  private ProviderKeyText(char[] text, int length) {
    this.text = text;
    this.end = length;
  }

  /**
   * Returns the key in the text, or the trimmed text if it is something else. The caller wipes both
   * arrays.
   */
  static char[] normalize(char[] pasted) {
    char[] text = decoded(pasted);
    char[] visible = new char[text.length];
    int length = 0;
    for (char character : text) {
      if (isBlank(character)) {
        visible[length++] = ' ';
      } else if (!isInvisible(character)) {
        visible[length++] = character;
      }
    }
    char[] key = new ProviderKeyText(visible, length).key();
    Arrays.fill(visible, '\0');
    Arrays.fill(text, '\0');
    return key;
  }

  /** Returns a copy; containers read headers as Latin-1, although clients may have sent UTF-8. */
  private static char[] decoded(char[] header) {
    byte[] bytes = new byte[header.length];
    for (int i = 0; i < header.length; i++) {
      if (header[i] > 0xff) {
        return header.clone();
      }
      bytes[i] = (byte) header[i];
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] characters = new char[text.remaining()];
      text.get(characters);
      Arrays.fill(text.array(), '\0');
      return characters;
    } catch (CharacterCodingException e) {
      return header.clone();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static boolean isBlank(char character) {
    return character <= ' ' || Character.isSpaceChar(character) || character == 0x7f;
  }

  /** Soft hyphens, zero-width characters, marks of direction, and the byte order mark. */
  private static boolean isInvisible(char character) {
    return Character.getType(character) == Character.FORMAT || Character.isISOControl(character);
  }

  private char[] key() {
    int before;
    do {
      before = end - start;
      trim();
      skipWord();
      skipAssignment();
    } while (end - start < before);
    return Arrays.copyOfRange(text, start, end);
  }

  private void trim() {
    while (start < end && (text[start] == ' ' || QUOTES.indexOf(text[start]) >= 0)) {
      start++;
    }
    while (start < end && (text[end - 1] == ' ' || TRAILING.indexOf(text[end - 1]) >= 0)) {
      end--;
    }
  }

  private void skipWord() {
    for (String word : WORDS) {
      if (startsWith(word)) {
        start += word.length();
        return;
      }
    }
  }

  private boolean startsWith(String word) {
    if (end - start <= word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(text[start + i]) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Skips {@code NAME=}, {@code NAME: } and {@code "NAME": } if something follows. */
  private void skipAssignment() {
    int position = start;
    while (position < end && isNameCharacter(text[position])) {
      position++;
    }
    if (position == start) {
      return;
    }
    if (position < end && QUOTES.indexOf(text[position]) >= 0) {
      position++;
    }
    while (position < end && text[position] == ' ') {
      position++;
    }
    if (position + 1 < end && (text[position] == '=' || text[position] == ':')) {
      start = position + 1;
    }
  }

  private static boolean isNameCharacter(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '-';
  }
}
