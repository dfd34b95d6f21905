package com.uru.chatbot.configuration;

import com.uru.chatbot.configuration.Settings.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} and {@code .env.example} from {@link Settings}. */
final class SettingsDocuments {
  private static final int WIDTH = 130;

  private SettingsDocuments() {}

  static String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            Uru is configured by environment variables. This page is generated from the list that the server reads
            (`Settings.java`); so is [.env.example](../.env.example). Write both anew with

            ```console
            mvn -pl ejb -am test -Dtest=SettingsDocumentsTest -Dsurefire.failIfNoSpecifiedTests=false -Dsettings.write=true
            ```

            - An empty variable is one that is not set. Durations are ISO 8601: `PT30S`, `PT10M`, `P7D`.
            - A secret (marked *secret*) can come from a file: `URU_METRICS_PASSWORD_FILE=/run/secrets/metrics` instead of
              `URU_METRICS_PASSWORD`. One line end at the end of the file is dropped. Other users must not be able to read it.
            - `uru check` says in one line each what is wrong, and `uru start` refuses to start with it: exit code 78. A variable
              `URU_…` that is none of these is reported with the nearest name that is.

            ## Profiles

            `URU_PROFILE=development` changes these defaults; what is set explicitly holds in both.

            | | `production` | `development` |
            |---|---|---|
            """);
    for (Setting setting : Settings.ALL) {
      setting
          .development()
          .ifPresent(
              development ->
                  text.append(
                      "| `%s` | `%s` | `%s` |\n"
                          .formatted(
                              setting.name(), setting.production().orElse(""), development)));
    }
    text.append(
        "| weak secrets, and files of secrets that others can read, outside `/run/secrets` | refused | reported |\n");
    for (Group group : Settings.GROUPS) {
      text.append("\n## ").append(group.title()).append("\n\n");
      if (!group.introduction().isEmpty()) {
        text.append(group.introduction()).append("\n\n");
      }
      text.append("| variable | default | values | what for |\n|---|---|---|---|\n");
      group.settings().forEach(setting -> text.append(row(setting)));
    }
    return text.toString();
  }

  private static String row(Setting setting) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            setting.production().map(text -> "`" + text + "`").orElse("-"),
            setting.isSecret() ? "*secret*" : setting.format().words(),
            setting.description());
  }

  static String environmentFile() {
    StringBuilder text =
        new StringBuilder(
            """
            # Copy to .env, fill in, keep private. Those with a # have the value shown as their default; docs/configuration.md says more.
            # Each secret can also come from a file, named by its variable with _FILE at the end.
            """);
    for (Group group : Settings.GROUPS) {
      List<Setting> listed =
          group.settings().stream()
              .filter(setting -> setting.use() != Setting.Use.COMPOSE)
              .toList();
      text.append("\n# --- ").append(group.title()).append(" ---\n");
      if (!group.introduction().isEmpty()) {
        text.append(comment(group.introduction()));
      }
      for (Setting setting : listed) {
        text.append(comment(setting.description()));
        boolean expected = setting.use() == Setting.Use.EXPECTED;
        text.append(expected ? "" : "#")
            .append(setting.name())
            .append('=')
            .append(exampleOf(setting).filter(value -> !value.contains("${")).orElse(""))
            .append('\n');
      }
    }
    return text.toString();
  }

  /** Returns what is right for a trial of Uru, or what holds by default. */
  private static Optional<String> exampleOf(Setting setting) {
    return setting.name().equals("URU_ISSUER")
        ? Optional.of("http://localhost:8080")
        : setting.production();
  }

  private static String comment(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
