package com.uru.chatbot.identity.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * About 112,000 passwords that were seen most often in leaks: those of the first million that have
 * at least {@link PasswordRules#MIN_LENGTH} characters, since shorter ones are refused anyway, and
 * are no e-mail address. In lower case, from SecLists (MIT),
 * "10-million-password-list-top-1000000".
 */
final class CommonPasswords {
  private static final String RESOURCE = "common-passwords.gz";

  /**
   * Lines in UTF-8, sorted by their bytes; the last one ends with a line feed, too. As strings they
   * would need five times the memory.
   */
  private static final byte[] LINES = read();

  private CommonPasswords() {}

  static boolean contains(String lowerCase) {
    byte[] wanted = lowerCase.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = LINES.length;
    while (low < high) {
      int start = lineStart((low + high) >>> 1);
      int end = lineEnd(start);
      int order = Arrays.compareUnsigned(LINES, start, end, wanted, 0, wanted.length);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = end + 1;
      } else {
        high = start;
      }
    }
    return false;
  }

  private static int lineStart(int inLine) {
    int start = inLine;
    while (start > 0 && LINES[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(int start) {
    int end = start;
    while (LINES[end] != '\n') {
      end++;
    }
    return end;
  }

  private static byte[] read() {
    try (InputStream packed = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
      if (packed == null) {
        throw new IllegalStateException(RESOURCE + " is not in this archive");
      }
      return new GZIPInputStream(packed).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
