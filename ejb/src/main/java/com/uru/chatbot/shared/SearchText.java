package com.uru.chatbot.shared;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text as it is compared in a search: without differences of case, accents, width and Unicode
 * normalization form.
 */
public final class SearchText {
  private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  /**
   * Accents, points of Arabic and Hebrew, and what is invisible. Not the marks that change a kana
   * (U+3099, U+309A), nor the vowels of Indic scripts.
   */
  private static final Pattern DROPPED =
      Pattern.compile(
          "\\p{Cf}|(?=\\p{M})(?![\\u3099\\u309A])"
              + "[\\p{IsInherited}\\p{IsArabic}\\p{IsHebrew}]");

  /** Letters and punctuation with a usual spelling that Unicode does not decompose them to. */
  private static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("ς", "σ"),
          Map.entry("ł", "l"),
          Map.entry("ø", "o"),
          Map.entry("đ", "d"),
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"),
          Map.entry("‘", "'"),
          Map.entry("’", "'"),
          Map.entry("“", "\""),
          Map.entry("”", "\""),
          Map.entry("‐", "-"),
          Map.entry("–", "-"),
          Map.entry("—", "-"));

  private static final Pattern SPELT = Pattern.compile("[ςłøđæœ‘’“”‐–—]");

  private SearchText() {}

  /** Returns the words of a search, folded. */
  public static List<String> words(String query) {
    return Stream.of(SPACE.split(fold(query))).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns the text as words are looked for in it. */
  public static String fold(String text) {
    if (ASCII.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    // Upper case in between makes ß to ss, and ı to i.
    String folded =
        DROPPED
            .matcher(decomposed)
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    String spelt = SPELT.matcher(folded).replaceAll(found -> SPELLINGS.get(found.group()));
    return Normalizer.normalize(spelt, Normalizer.Form.NFC);
  }
}
