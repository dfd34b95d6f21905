package com.uru.chatbot.model;

import java.util.Locale;

/**
 * A pattern for model ids: {@code *} stands for any text, {@code ?} for one character, {@code #}
 * for one digit, everything else for itself. Upper and lower case are the same.
 */
record Glob(String pattern) {
  Glob {
    pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /** Returns whether this pattern is a plain id, without a wildcard. */
  boolean isPlain() {
    return pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '#');
  }

  /** Returns whether the whole id matches. Takes at most pattern length times id length steps. */
  boolean matches(String id) {
    String text = id.toLowerCase(Locale.ROOT);
    int p = 0;
    int t = 0;
    int star = -1;
    int starText = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starText = t;
      } else if (p < pattern.length() && matchesOne(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        // Let the last star stand for one character more.
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean matchesOne(char expected, char actual) {
    return expected == '?'
        || (expected == '#' ? actual >= '0' && actual <= '9' : expected == actual);
  }
}
