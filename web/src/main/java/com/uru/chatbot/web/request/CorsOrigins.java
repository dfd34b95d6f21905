package com.uru.chatbot.web.request;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The origins whose pages may call the API, compared exactly as browsers write them. */
public record CorsOrigins(Set<String> origins) {
  static final CorsOrigins NONE = new CorsOrigins(Set.of());

  /** Scheme, host in lower case, and port unless it is the scheme's own (RFC 6454 section 6.2). */
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9-]+(\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  /**
   * Reads a list of origins, separated by commas.
   *
   * @throws IllegalArgumentException whose message says which part is no origin, and why
   */
  public static CorsOrigins parse(String setting) {
    return new CorsOrigins(
        Stream.of(setting.split(",", -1))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .map(CorsOrigins::requireOrigin)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static String requireOrigin(String text) {
    if (!ORIGIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s is not an origin: write https://host or https://host:port in lower case, without a"
                  .formatted(text)
              + " path; * is not possible.");
    }
    boolean hasUsualPort =
        (text.startsWith("https:") && text.endsWith(":443"))
            || (text.startsWith("http:") && text.endsWith(":80"));
    if (hasUsualPort) {
      throw new IllegalArgumentException(
          text + " never matches: browsers leave the usual port out.");
    }
    return text;
  }

  boolean allow(String origin) {
    return origins.contains(origin);
  }
}
