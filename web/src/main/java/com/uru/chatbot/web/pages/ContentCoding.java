package com.uru.chatbot.web.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a body is compressed, best first (RFC 9110 section 8.4.1). */
public enum ContentCoding {
  BROTLI("br", ".br"),
  GZIP("gzip", ".gz"),
  IDENTITY("identity", "");

  private final String token;
  private final String fileSuffix;

  ContentCoding(String token, String fileSuffix) {
    this.token = token;
    this.fileSuffix = fileSuffix;
  }

  /** Returns the name of this coding in header fields. */
  public String token() {
    return token;
  }

  /** What the build appends to the name of a file that is compressed like this. */
  String fileSuffix() {
    return fileSuffix;
  }

  /**
   * Returns the available coding to which the client gives the largest weight, the best one of
   * several with the same weight, or IDENTITY if it accepts none.
   */
  public static ContentCoding choose(
      @Nullable String acceptEncoding, Set<ContentCoding> available) {
    Map<String, Double> accepted = parse(acceptEncoding);
    ContentCoding chosen = IDENTITY;
    double chosenWeight = 0;
    for (ContentCoding coding : values()) {
      double weight = accepted.getOrDefault(coding.token, accepted.getOrDefault("*", 0.0));
      if (weight > chosenWeight && available.contains(coding)) {
        chosen = coding;
        chosenWeight = weight;
      }
    }
    return chosen;
  }

  private static Map<String, Double> parse(@Nullable String acceptEncoding) {
    Map<String, Double> weights = new TreeMap<>();
    if (acceptEncoding == null) {
      return weights;
    }
    for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", 2);
      weights.put(parts[0].strip(), parts.length == 1 ? 1.0 : weight(parts[1].strip()));
    }
    return weights;
  }

  private static double weight(String parameter) {
    try {
      return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1.0;
    } catch (NumberFormatException e) {
      return 0.0;
    }
  }
}
