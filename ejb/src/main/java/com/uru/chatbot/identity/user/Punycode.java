package com.uru.chatbot.identity.user;

import java.util.Optional;

/**
 * Punycode (RFC 3492): labels of domain names in ASCII. {@code java.net.IDN} is of no use for them:
 * it prepares labels by IDNA 2003, where {@code ß} is {@code ss}, and does not encode alone.
 */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;
  private static final char DELIMITER = '-';
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private Punycode() {}

  /** Returns a label in ASCII, without the prefix {@code xn--}. */
  static String encode(String label) {
    int[] input = label.codePoints().toArray();
    StringBuilder output = new StringBuilder();
    label.codePoints().filter(c -> c < INITIAL_N).forEach(output::appendCodePoint);
    int basic = output.length();
    if (basic > 0) {
      output.append(DELIMITER);
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    for (int handled = basic; handled < input.length; n++, delta++) {
      int next = smallestFrom(n, input);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : input) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendNumber(output, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
    }
    return output.toString();
  }

  private static int smallestFrom(int n, int[] codePoints) {
    int smallest = Integer.MAX_VALUE;
    for (int c : codePoints) {
      if (c >= n && c < smallest) {
        smallest = c;
      }
    }
    return smallest;
  }

  private static void appendNumber(StringBuilder output, int number, int bias) {
    int q = number;
    for (int k = BASE; q >= threshold(k, bias); k += BASE) {
      int t = threshold(k, bias);
      output.append(DIGITS.charAt(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
    output.append(DIGITS.charAt(q));
  }

  /** Returns the label that was encoded, or empty if this is no Punycode. */
  static Optional<String> decode(String encoded) {
    int delimiter = encoded.lastIndexOf(DELIMITER);
    StringBuilder output = new StringBuilder(encoded.substring(0, Math.max(0, delimiter)));
    int n = INITIAL_N;
    int i = 0;
    int bias = INITIAL_BIAS;
    int position = delimiter > 0 ? delimiter + 1 : 0;
    for (int length = output.length() + 1; position < encoded.length(); length++) {
      long index = i;
      long weight = 1;
      for (int k = BASE, digit = BASE, t = 0; digit >= t; k += BASE) {
        digit = position == encoded.length() ? -1 : DIGITS.indexOf(encoded.charAt(position++));
        index += digit * weight;
        if (digit < 0 || index > Integer.MAX_VALUE) {
          return Optional.empty();
        }
        t = threshold(k, bias);
        weight = Math.min(Integer.MAX_VALUE, weight * (BASE - t));
      }
      bias = adapt((int) index - i, length, i == 0);
      n += (int) index / length;
      if (!Character.isValidCodePoint(n) || isSurrogate(n)) {
        return Optional.empty();
      }
      i = (int) index % length;
      output.insert(output.offsetByCodePoints(0, i), Character.toChars(n));
      i++;
    }
    return Optional.of(output.toString());
  }

  /** Returns whether a code point is half of a UTF-16 pair, which is no character. */
  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapt(int delta, int length, boolean first) {
    int d = first ? delta / DAMP : delta / 2;
    d += d / length;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * d / (d + SKEW);
  }
}
