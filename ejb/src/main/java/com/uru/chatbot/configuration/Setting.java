package com.uru.chatbot.configuration;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting: how it is called, what it may be, and what holds where it is not set.
 *
 * @param property its name in MicroProfile Config, for example {@code uru.sign-up}
 * @param format which values are valid
 * @param production the default; empty if there is none
 * @param development the default in the profile {@code development}, if that differs
 * @param use who sets it
 * @param description one or more sentences, for the documentation
 */
public record Setting(
    String property,
    Format format,
    Optional<String> production,
    Optional<String> development,
    Use use,
    String description) {
  /** What is added to the name of a secret to name the file that has its value. */
  static final String FILE = "_FILE";

  /** Who sets a setting. */
  enum Use {
    /** The operator, if the default does not fit. */
    OPTIONAL,
    /** The operator, before the first start: it has a line of its own in {@code .env}. */
    EXPECTED,
    /** {@code docker-compose.yml}; the operator only where there is no compose. */
    COMPOSE
  }

  static Setting of(String property, Format format) {
    return new Setting(property, format, Optional.empty(), Optional.empty(), Use.OPTIONAL, "");
  }

  Setting byDefault(String value) {
    return new Setting(property, format, Optional.of(value), development, use, description);
  }

  Setting inDevelopment(String value) {
    return new Setting(property, format, production, Optional.of(value), use, description);
  }

  Setting expected() {
    return new Setting(property, format, production, development, Use.EXPECTED, description);
  }

  Setting setByCompose() {
    return new Setting(property, format, production, development, Use.COMPOSE, description);
  }

  Setting described(String text) {
    return new Setting(property, format, production, development, use, text);
  }

  /** Returns the name of its environment variable, for example {@code URU_SIGN_UP}. */
  public String name() {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Returns the name of the variable that names a file with its value. */
  String fileName() {
    return name() + FILE;
  }

  /** Returns whether nobody else may see its value; it can come from a file then. */
  public boolean isSecret() {
    return format.secrecy() != Format.Secrecy.NONE;
  }

  /** Returns what holds where it is not set. */
  Optional<String> defaultIn(Profile profile) {
    return profile == Profile.DEVELOPMENT && development.isPresent() ? development : production;
  }
}
