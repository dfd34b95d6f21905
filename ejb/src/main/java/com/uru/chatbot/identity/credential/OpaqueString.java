package com.uru.chatbot.identity.credential;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Prepares passwords by the profile OpaqueString of RFC 8265, section 4.2, so that keyboards that
 * send the same characters in different code points give the same password.
 */
final class OpaqueString {
  private OpaqueString() {}

  /**
   * Returns a copy in which every space is U+0020, in Unicode normalization form C. Case and width
   * stay as they are.
   */
  static char[] prepare(char[] password) {
    char[] spaced = Arrays.copyOf(password, password.length);
    for (int i = 0; i < spaced.length; i++) {
      if (Character.getType(spaced[i]) == Character.SPACE_SEPARATOR) {
        spaced[i] = ' ';
      }
    }
    return Normalizer.normalize(CharBuffer.wrap(spaced), Normalizer.Form.NFC).toCharArray();
  }
}
