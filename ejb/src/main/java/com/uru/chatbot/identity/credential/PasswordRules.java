package com.uru.chatbot.identity.credential;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  /** So many characters have to be left of a password without the words of its owner. */
  private static final int FEWEST_OWN_CHARACTERS = 6;

  /** Shorter words occur in too many other words. */
  private static final int SHORTEST_OWNER_WORD = 4;

  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private PasswordRules() {}

  /**
   * Lets a good password pass.
   *
   * @param displayName what its owner is called
   * @param field what the request calls the password
   * @throws DomainException {@code VALIDATION_FAILED} that names the field
   */
  public static void require(
      char[] password, EmailAddress email, String displayName, String field) {
    String prepared = new String(OpaqueString.prepare(password));
    int length = prepared.codePointCount(0, prepared.length());
    if (length < MIN_LENGTH) {
      throw DomainException.invalid(field, "Use at least " + MIN_LENGTH + " characters.");
    }
    if (length > MAX_LENGTH) {
      throw DomainException.invalid(field, "Use at most " + MAX_LENGTH + " characters.");
    }
    String lower = prepared.toLowerCase(Locale.ROOT);
    if (CommonPasswords.contains(lower)
        || lower.codePoints().distinct().count() < FEWEST_DIFFERENT_CHARACTERS
        || EmailAddress.of(prepared).key().equals(email.key())) {
      throw DomainException.invalid(
          field, "This password is among the first that attackers try: use another.");
    }
    if (isMadeOf(ownerWords(email, displayName), lower)) {
      throw DomainException.invalid(
          field, "This password is little more than your name or address: use another.");
    }
  }

  private static Stream<String> ownerWords(EmailAddress email, String displayName) {
    return NO_LETTER_OR_DIGIT
        .splitAsStream((email.text() + " " + displayName).toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= SHORTEST_OWNER_WORD)
        .sorted(Comparator.comparingInt(String::length).reversed());
  }

  private static boolean isMadeOf(Stream<String> words, String password) {
    String rest = words.reduce(password, (left, word) -> left.replace(word, ""));
    return rest.length() < password.length()
        && NO_LETTER_OR_DIGIT.matcher(rest).replaceAll("").length() < FEWEST_OWN_CHARACTERS;
  }
}
