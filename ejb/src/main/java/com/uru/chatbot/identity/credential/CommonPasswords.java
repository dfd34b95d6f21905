package com.uru.chatbot.identity.credential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
  private static final String[] SORTED = read();

  private CommonPasswords() {}

  static boolean contains(String lowerCase) {
    return Arrays.binarySearch(SORTED, lowerCase) >= 0;
  }

  static int size() {
    return SORTED.length;
  }

  private static String[] read() {
    try (InputStream packed = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
      if (packed == null) {
        throw new IllegalStateException(RESOURCE + " is not in this archive");
      }
      return new BufferedReader(
              new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))
          .lines()
          .sorted()
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
