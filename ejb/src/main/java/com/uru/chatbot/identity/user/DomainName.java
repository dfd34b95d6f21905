package com.uru.chatbot.identity.user;

import com.uru.chatbot.shared.CaseFolding;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Domain names in ASCII, by UTS 46 without transitional processing, as browsers do it: {@code ß}
 * and {@code ς} are letters of their own.
 */
public final class DomainName {
  private static final String ACE_PREFIX = "xn--";
  private static final int MAX_LENGTH = 253;
  private static final Pattern ASCII_LABEL = Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)");
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

  /** Small letters and joiners that case folding would change or that are not to be dropped. */
  private static final String KEPT = "ßς\u200C\u200D";

  /** What UTS 46 ignores: soft hyphens, joiners of words and variation selectors. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "[\\u00AD\\u034F\\u180B-\\u180D\\u200B\\u2060\\u2064\\uFE00-\\uFE0F\\uFEFF"
              + "\\x{1BCA0}-\\x{1BCA3}\\x{E0100}-\\x{E01EF}]");

  /** U+3002, which U+FF61 is mapped to; the full-width stop U+FF0E becomes an ASCII one. */
  private static final char IDEOGRAPHIC_FULL_STOP = '\u3002';

  /**
   * Not in a label: controls, unassigned and private code points, spaces, format characters, and
   * what stands for an object or a character that cannot be shown.
   */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{C}\\p{Z}\\uFFFC\\uFFFD&&[^\\u200C\\u200D]]");

  /** A joiner is invisible unless it stands between letters of a script that joins them. */
  private static final Pattern LOST_JOINER =
      Pattern.compile(
          "(?<![\\p{M}\\p{IsArabic}\\p{IsSyriac}\\p{IsMongolian}])[\\u200C\\u200D]|[\\u200C\\u200D]$");

  private DomainName() {}

  /**
   * Returns the ASCII form in lower case, by which domain names are compared.
   *
   * @return empty if this is no domain name
   */
  public static Optional<String> toAscii(String domain) {
    List<String> labels = new ArrayList<>();
    for (String label : map(domain).split("\\.", -1)) {
      Optional<String> ascii = labelToAscii(label);
      if (ascii.isEmpty()) {
        return Optional.empty();
      }
      labels.add(ascii.get());
    }
    return Optional.of(String.join(".", labels))
        .filter(ascii -> ascii.length() <= MAX_LENGTH)
        .filter(ascii -> followsBidiRule(labels));
  }

  private static boolean followsBidiRule(List<String> asciiLabels) {
    List<String> labels = asciiLabels.stream().map(DomainName::toUnicode).toList();
    return labels.stream().noneMatch(BidiRule::isBidi)
        || labels.stream().allMatch(BidiRule::allows);
  }

  private static String toUnicode(String asciiLabel) {
    return asciiLabel.startsWith(ACE_PREFIX)
        ? Punycode.decode(asciiLabel.substring(ACE_PREFIX.length())).orElse(asciiLabel)
        : asciiLabel;
  }

  private static Optional<String> labelToAscii(String label) {
    if (label.startsWith(ACE_PREFIX)) {
      return Optional.of(label).filter(DomainName::isEncoded);
    }
    if (ASCII.matcher(label).matches()) {
      return Optional.of(label).filter(DomainName::isAsciiLabel);
    }
    return isUnicodeLabel(label)
        ? Optional.of(ACE_PREFIX + Punycode.encode(label)).filter(DomainName::isAsciiLabel)
        : Optional.empty();
  }

  /** Returns whether an {@code xn--} label is what a label in Unicode is encoded to. */
  private static boolean isEncoded(String label) {
    return isAsciiLabel(label)
        && Punycode.decode(label.substring(ACE_PREFIX.length()))
            .filter(decoded -> !ASCII.matcher(decoded).matches())
            .filter(decoded -> decoded.equals(map(decoded)) && decoded.indexOf('.') < 0)
            .filter(DomainName::isUnicodeLabel)
            .filter(decoded -> label.equals(ACE_PREFIX + Punycode.encode(decoded)))
            .isPresent();
  }

  private static boolean isAsciiLabel(String label) {
    return ASCII_LABEL.matcher(label).matches();
  }

  /** Returns whether a mapped label is valid: of ASCII it has letters, digits and hyphens only. */
  private static boolean isUnicodeLabel(String label) {
    return !label.startsWith("-")
        && !label.endsWith("-")
        && !isMark(label.codePointAt(0))
        && label.chars().allMatch(c -> c >= 0x80 || isAsciiLabel("a" + (char) c + "a"))
        && !FORBIDDEN.matcher(label).find()
        && !LOST_JOINER.matcher(label).find();
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** The mapping of UTS 46, section 4, from the data that the JDK has. */
  private static String map(String domain) {
    String mapped =
        IGNORED
            .matcher(domain)
            .replaceAll("")
            .codePoints()
            .mapToObj(DomainName::map)
            .collect(Collectors.joining());
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC).replace(IDEOGRAPHIC_FULL_STOP, '.');
  }

  private static String map(int codePoint) {
    int lower = Character.toLowerCase(codePoint);
    return KEPT.indexOf(lower) >= 0
        ? Character.toString(lower)
        : CaseFolding.fold(
            Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC));
  }
}
