package com.uru.chatbot.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds settings that are unknown, missing or wrong, each by itself. */
public final class SettingsRules {
  private static final String OURS = "URU_";

  /** Kubernetes makes such variables for a service with the name uru. */
  private static final String OF_KUBERNETES = "URU_(SERVICE|PORT)_.*";

  /** How values begin that may have several lines. */
  private static final String JSON = "{";

  private static final int FARTHEST_NAME = 6;
  private static final Path CONTAINER_SECRETS = Path.of("/run/secrets");

  private SettingsRules() {}

  /** Adds what is wrong with the settings that are given. */
  public static void checkGiven(SettingValues values, Findings findings) {
    reportUnknown(values, findings);
    Settings.ALL.forEach(setting -> check(setting, values, findings));
  }

  /** Adds what is wrong with the settings of a server, those that are missing included. */
  public static void check(SettingValues values, Findings findings) {
    checkGiven(values, findings);
    for (String required : List.of("URU_DATABASE_URL", "URU_DATABASE_PASSWORD", "URU_ISSUER")) {
      requireGiven(Settings.named(required), values, findings);
    }
    if (values.given(Settings.named("URU_SERVER_KEYS")).isEmpty()
        && !values.environment().containsKey("URU_SERVER_KEYS_FILE")) {
      findings.fault("URU_SERVER_KEYS_FILE must be the file of key pairs that uru setup makes");
    }
  }

  private static void requireGiven(Setting setting, SettingValues values, Findings findings) {
    boolean given =
        values.environment().containsKey(setting.name())
            || values.environment().containsKey(setting.fileName());
    if (!given) {
      findings.fault(setting.name() + " is not set: it must be " + setting.format().words());
    }
  }

  private static void reportUnknown(SettingValues values, Findings findings) {
    values.environment().keySet().stream()
        .filter(name -> name.startsWith(OURS) && !isKnown(name) && !name.matches(OF_KUBERNETES))
        .sorted()
        .forEach(
            name ->
                findings.warning(
                    name
                        + " is not a setting of Uru"
                        + nearest(name)
                            .map(known -> ": is " + known + " meant?")
                            .orElse(", and has no effect")));
  }

  private static boolean isKnown(String name) {
    return knownNames().anyMatch(name::equals);
  }

  private static Stream<String> knownNames() {
    return Settings.ALL.stream()
        .flatMap(
            setting ->
                setting.isSecret()
                    ? Stream.of(setting.name(), setting.fileName())
                    : Stream.of(setting.name()));
  }

  /** Returns the known name that takes the fewest edits; empty if even that is another word. */
  static Optional<String> nearest(String name) {
    return knownNames()
        .min(
            Comparator.comparingInt((String known) -> edits(name, known))
                .thenComparing(known -> known))
        .filter(known -> edits(name, known) <= FARTHEST_NAME);
  }

  /** Returns the Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced =
            previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }

  private static void check(Setting setting, SettingValues values, Findings findings) {
    if (setting.isSecret()) {
      checkFile(setting, values, findings);
    }
    values.given(setting).flatMap(value -> fault(setting, value)).ifPresent(findings::fault);
    if (setting.format().secrecy() == Format.Secrecy.CHOSEN) {
      values
          .given(setting)
          .filter(SettingsRules::isWeak)
          .ifPresent(weak -> refuse(weakness(setting), values, findings));
    }
  }

  private static Optional<String> fault(Setting setting, String value) {
    String name = setting.name();
    if (value.length() > 1 && value.matches("(?s)\".*\"|'.*'")) {
      return Optional.of(name + " has quotation marks around its value: remove them");
    }
    if (value.lines().count() > 1 && !value.startsWith(JSON)) {
      return Optional.of(name + " has more than one line");
    }
    if (!value.equals(value.strip())) {
      return Optional.of(name + " has white space before or after its value: remove it");
    }
    return setting.format().matches().test(value)
        ? Optional.empty()
        : Optional.of(name + " must be " + setting.format().words());
  }

  private static void checkFile(Setting setting, SettingValues values, Findings findings) {
    String file = values.environment().get(setting.fileName());
    if (file == null) {
      return;
    }
    if (values.environment().containsKey(setting.name())) {
      findings.fault(
          "%s and %s are both set: remove one".formatted(setting.name(), setting.fileName()));
    }
    try {
      if (!Files.isReadable(Path.of(file))) {
        findings.fault("%s: %s cannot be read by this user".formatted(setting.fileName(), file));
      } else if (!isInContainerOnly(Path.of(file)) && isOpenToOthers(Path.of(file))) {
        refuse(
            "%s: every user of this machine can read %s: chmod o= %s"
                .formatted(setting.fileName(), file, file),
            values,
            findings);
      } else if (values.fromFile(setting).isEmpty()) {
        findings.fault("%s: %s is empty".formatted(setting.fileName(), file));
      }
    } catch (IOException | InvalidPathException e) {
      findings.fault("%s: %s cannot be read by this user".formatted(setting.fileName(), file));
    }
  }

  /** Container engines put secrets here, in a mount that only this container has. */
  static boolean isInContainerOnly(Path file) {
    return file.toAbsolutePath().normalize().startsWith(CONTAINER_SECRETS);
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix")
        && !Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE).stream()
            .noneMatch(Files.getPosixFilePermissions(file)::contains);
  }

  private static String weakness(Setting setting) {
    return setting.name()
        + " is weak: use at least 12 characters that nobody guesses,"
        + " for example those of: openssl rand -base64 24";
  }

  private static boolean isWeak(String secret) {
    return WeakSecrets.contains(secret);
  }

  /** Refuses in production, and warns in development. */
  private static void refuse(String line, SettingValues values, Findings findings) {
    switch (values.profile()) {
      case PRODUCTION -> findings.fault(line);
      case DEVELOPMENT -> findings.warning(line);
    }
  }
}
