package com.uru.chatbot.shared;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Short texts that name something to people: display names and titles. Spaces are prepared as by
 * the profile Nickname of RFC 8266; joiners and variation selectors stay, since emoji and many
 * scripts need them.
 */
public final class NameText {
  private static final Pattern SPACES = Pattern.compile("\\p{Z}+");

  /** Controls, and characters that turn the direction of what stands around the name. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "[\\p{Cc}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{206F}\\x{FFF9}-\\x{FFFB}]");

  /** Letters and symbols without ink: fillers of Hangul, the empty Braille pattern, a note. */
  private static final String BLANKS = "[\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{2800}\\x{1D159}]";

  private static final Pattern VISIBLE =
      Pattern.compile("(?!" + BLANKS + ")[\\p{L}\\p{N}\\p{P}\\p{S}\\p{Cn}\\p{Co}]");

  private NameText() {}

  /**
   * Returns the name without spaces around it, every run of spaces as one U+0020, in Unicode
   * normalization form C.
   *
   * @param field what the request calls the name
   * @param maxLength in UTF-16 code units
   * @throws DomainException {@code VALIDATION_FAILED} if the name has no visible character, has
   *     control characters or is too long
   */
  public static String prepare(String typed, String field, int maxLength) {
    if (REFUSED.matcher(typed).find()) {
      throw DomainException.invalid(
          field, "Use no control characters and none that change the direction of text.");
    }
    String spaced = SPACES.matcher(typed).replaceAll(" ").strip();
    String name = Normalizer.normalize(spaced, Normalizer.Form.NFC);
    if (!VISIBLE.matcher(name).find()) {
      throw DomainException.invalid(field, "Use at least one visible character.");
    }
    if (name.length() > maxLength) {
      throw DomainException.invalid(field, "Use at most " + maxLength + " characters.");
    }
    return name;
  }
}
