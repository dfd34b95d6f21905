package com.uru.chatbot.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values of an environment: a variable, else the file that its {@code _FILE} names if it is a
 * secret, else the default. An empty variable is one that is not set.
 */
public final class SettingValues {
  private final Map<String, String> environment;
  private final Profile profile;

  private SettingValues(Map<String, String> environment) {
    this.environment = environment;
    this.profile = Profile.of(environment);
  }

  /** Returns the values of these environment variables. */
  public static SettingValues of(Map<String, String> environment) {
    return new SettingValues(
        environment.entrySet().stream()
            .filter(variable -> !variable.getValue().isEmpty())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Returns the variables that are set. */
  Map<String, String> environment() {
    return environment;
  }

  /** Returns the profile that they choose. */
  Profile profile() {
    return profile;
  }

  /** Returns the value of a setting, or its default. */
  public Optional<String> get(String name) {
    Setting setting = Settings.named(name);
    return given(setting).or(() -> setting.defaultIn(profile));
  }

  /**
   * Returns the value of a setting, or its default.
   *
   * @throws IllegalStateException if there is none
   */
  public String require(String name) {
    return get(name).orElseThrow(() -> new IllegalStateException(name + " is not set"));
  }

  /** Returns the value of a setting, if it is set. */
  Optional<String> given(Setting setting) {
    return Optional.ofNullable(environment.get(setting.name())).or(() -> fromFile(setting));
  }

  /** Returns the value in the file of a secret; empty if there is none or it cannot be read. */
  Optional<String> fromFile(Setting setting) {
    String file = environment.get(setting.fileName());
    if (file == null || !setting.isSecret()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).replaceFirst("\\r?\\n$", ""))
          .filter(value -> !value.isEmpty());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
