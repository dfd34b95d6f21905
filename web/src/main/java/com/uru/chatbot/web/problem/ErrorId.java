package com.uru.chatbot.web.problem;

import java.security.SecureRandom;

/** Names one occurrence of an error, for the user to tell and the administrator to find. */
final class ErrorId {
  /** Without 0/o, 1/l/i: read over the telephone, no character is taken for another. */
  private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ErrorId() {}

  static String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
