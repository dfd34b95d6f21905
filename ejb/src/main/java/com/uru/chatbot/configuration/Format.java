package com.uru.chatbot.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The form of a setting's values.
 *
 * @param words completes "NAME must be …"
 * @param secrecy whether a person who knows a value can do harm
 * @param matches whether a value has the form
 */
record Format(String words, Secrecy secrecy, Predicate<String> matches) {
  /** Whether a value is a secret. */
  enum Secrecy {
    NONE,
    /** Another system has set it, so that its strength is not Uru's business. */
    GIVEN,
    /** The operator chooses it. */
    CHOSEN
  }

  private static final Pattern ISSUER =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/?");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]*");

  static Format text(String words) {
    return new Format(words, Secrecy.NONE, value -> true);
  }

  static Format chosenSecret() {
    return new Format("a secret", Secrecy.CHOSEN, value -> true);
  }

  static Format givenSecret() {
    return new Format("a secret", Secrecy.GIVEN, value -> true);
  }

  static Format oneOf(String... words) {
    List<String> all = List.of(words);
    return new Format(String.join(" or ", all), Secrecy.NONE, all::contains);
  }

  static Format flag() {
    return oneOf("true", "false");
  }

  static Format number(int min, int max) {
    return new Format(
        "a whole number from %d to %d".formatted(min, max),
        Secrecy.NONE,
        value -> isNumberWithin(value, min, max));
  }

  static Format ratio() {
    return new Format(
        "a number from 0.0 to 1.0", Secrecy.NONE, value -> value.matches("0(\\.\\d+)?|1(\\.0+)?"));
  }

  /** An ISO 8601 duration. */
  static Format duration(String min, String max) {
    return new Format(
        "a duration from %s to %s (ISO 8601), for example PT10S".formatted(min, max),
        Secrecy.NONE,
        value -> isDurationWithin(value, Duration.parse(min), Duration.parse(max)));
  }

  static Format issuer() {
    return new Format(
        "the address that people open, such as https://chat.example.org, without a path",
        Secrecy.NONE,
        ISSUER.asMatchPredicate());
  }

  static Format httpUrl() {
    return new Format(
        "an address such as https://api.openai.com/v1, without a slash at its end",
        Secrecy.NONE,
        Format::isHttpUrl);
  }

  static Format jdbcUrl() {
    return new Format(
        "a JDBC URL such as jdbc:postgresql://postgres:5432/uru",
        Secrecy.NONE,
        value -> value.startsWith("jdbc:postgresql:"));
  }

  static Format email() {
    return new Format("an e-mail address", Secrecy.NONE, EMAIL.asMatchPredicate());
  }

  static Format role() {
    return new Format(
        "the name of a database role in lower case", Secrecy.NONE, ROLE.asMatchPredicate());
  }

  static Format readableFile() {
    return new Format(
        "a file that the server can read", Secrecy.NONE, value -> Files.isReadable(Path.of(value)));
  }

  private static boolean isNumberWithin(String value, int min, int max) {
    try {
      int number = Integer.parseInt(value);
      return min <= number && number <= max;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDurationWithin(String value, Duration min, Duration max) {
    try {
      Duration duration = Duration.parse(value);
      return min.compareTo(duration) <= 0 && duration.compareTo(max) <= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isHttpUrl(String value) {
    try {
      URI uri = new URI(value);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && !uri.getRawPath().endsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
