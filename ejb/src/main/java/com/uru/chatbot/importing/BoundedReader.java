package com.uru.chatbot.importing;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;

/**
 * The text of a JSON document for a parser that keeps a whole value in memory: refuses values that
 * are too long before they are.
 */
final class BoundedReader extends FilterReader {
  /** UTF-16 code units between two renewals. */
  private static final int BUDGET = 8_000_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private int budget = BUDGET;
  private boolean started;
  private boolean ended;

  BoundedReader(Reader text) {
    super(text);
  }

  /** Lets the next value be as long as any. */
  void renewBudget() {
    budget = BUDGET;
  }

  /** Returns whether the end of the document was read. */
  boolean isAtEnd() {
    return ended;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (budget <= 0) {
      throw FileRefusal.of("A value in the file is longer than 8,000,000 characters.");
    }
    try {
      int read = super.read(buffer, offset, length);
      if (!started && read > 0) {
        started = true;
        if (buffer[offset] == BYTE_ORDER_MARK) {
          buffer[offset] = ' ';
        }
      }
      ended |= read < 0;
      budget -= Math.max(0, read);
      return read;
    } catch (CharacterCodingException e) {
      throw FileRefusal.of(FileRefusal.NOT_UTF_8);
    }
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }
}
