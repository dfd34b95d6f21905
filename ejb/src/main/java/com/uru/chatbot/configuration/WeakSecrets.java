package com.uru.chatbot.configuration;

import java.util.List;
import java.util.Locale;

/** Secrets between machines that can be guessed. Nobody types them, so they can be long. */
final class WeakSecrets {
  private static final int MIN_LENGTH = 12;
  private static final int FEWEST_DIFFERENT_CHARACTERS = 6;

  /** Parts of values that examples have. */
  private static final List<String> EXAMPLES =
      List.of(
          "changeme",
          "change-me",
          "change_me",
          "example",
          "password",
          "postgres",
          "secret",
          "12345678",
          "qwerty",
          "uru-development");

  /** What may be left of a secret without such a part. */
  private static final int FEWEST_OWN_CHARACTERS = 8;

  private WeakSecrets() {}

  static boolean contains(String secret) {
    String lower = secret.toLowerCase(Locale.ROOT);
    return lower.length() < MIN_LENGTH
        || lower.chars().distinct().count() < FEWEST_DIFFERENT_CHARACTERS
        || EXAMPLES.stream()
            .filter(lower::contains)
            .anyMatch(example -> lower.replace(example, "").length() < FEWEST_OWN_CHARACTERS);
  }
}
