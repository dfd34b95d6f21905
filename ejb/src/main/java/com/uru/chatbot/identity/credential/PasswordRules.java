package com.uru.chatbot.identity.credential;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which new passwords are good enough (OWASP ASVS 5.0, 6.2): long ones that nobody guesses first.
 * No rule asks for kinds of characters. A character is a code point of the password in the form of
 * {@link OpaqueString}.
 */
public final class PasswordRules {
  /** Characters. */
  public static final int MIN_LENGTH = 10;

  /** Characters. */
  public static final int MAX_LENGTH = 200;

  /** Limit for requests, in UTF-16 code units: a character may be typed as up to four of them. */
  public static final int MAX_TYPED_LENGTH = 4 * MAX_LENGTH;

  private static final int FEWEST_DIFFERENT_CHARACTERS = 4;
  private static final Set<String> COMMON = readCommon();

  private PasswordRules() {}

  /**
   * Lets a good password pass.
   *
   * @param field what the request calls the password
   * @throws DomainException {@code VALIDATION_FAILED} that names the field
   */
  public static void require(char[] password, EmailAddress email, String field) {
    String prepared = new String(OpaqueString.prepare(password));
    int length = prepared.codePointCount(0, prepared.length());
    if (length < MIN_LENGTH) {
      throw DomainException.invalid(field, "Use at least " + MIN_LENGTH + " characters.");
    }
    if (length > MAX_LENGTH) {
      throw DomainException.invalid(field, "Use at most " + MAX_LENGTH + " characters.");
    }
    String lower = prepared.toLowerCase(Locale.ROOT);
    if (COMMON.contains(lower)
        || lower.codePoints().distinct().count() < FEWEST_DIFFERENT_CHARACTERS
        || EmailAddress.of(prepared).key().equals(email.key())) {
      throw DomainException.invalid(
          field, "This password is among the first that attackers try: use another.");
    }
  }

  private static Set<String> readCommon() {
    try (InputStream list = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
      if (list == null) {
        throw new IllegalStateException("common-passwords.txt is not in this archive");
      }
      return new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
