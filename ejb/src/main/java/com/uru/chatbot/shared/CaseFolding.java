package com.uru.chatbot.shared;

import java.util.Locale;
import java.util.stream.Collectors;

/** The full case folding of Unicode: texts that differ in case only have the same folding. */
public final class CaseFolding {
  private static final int DOTLESS_I = 'ı';

  private CaseFolding() {}

  /** Returns the folding of every code point: {@code ß} gives {@code ss}, {@code ς} gives σ. */
  public static String fold(String text) {
    return text.codePoints().mapToObj(CaseFolding::fold).collect(Collectors.joining());
  }

  /** Returns the folding of one code point, which may be several. */
  public static String fold(int codePoint) {
    if (codePoint == DOTLESS_I) {
      return Character.toString(codePoint);
    }
    if (Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.CHEROKEE) {
      return Character.toString(Character.toUpperCase(codePoint));
    }
    return Character.toString(codePoint)
        .toLowerCase(Locale.ROOT)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replace('ς', 'σ');
  }
}
