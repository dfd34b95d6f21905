package com.uru.chatbot.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsDocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern VARIABLE = Pattern.compile("\\bURU_[A-Z0-9_]*[A-Z0-9]\\b(?!_)");

  /** Of deploy/install.sh alone; a server never sees it. */
  private static final String FOLDER_OF_INSTALLATION = "URU_ROOT";

  private static final Pattern PROPERTY = Pattern.compile("[\"{](uru\\.[a-z.-]+)[\"}]");

  @Test
  void theDocumentsAreThoseOfTheSettings() throws IOException {
    requireEqual(ROOT.resolve("docs/configuration.md"), SettingsDocuments.markdown());
    requireEqual(ROOT.resolve(".env.example"), SettingsDocuments.environmentFile());
  }

  @Test
  void everyVariableInTheCodeIsASetting() throws IOException {
    assertThat(variablesInUse()).isSubsetOf(knownNames());
  }

  @Test
  void everySettingIsUsed() throws IOException {
    Set<String> used = variablesInUse();
    used.addAll(propertiesInUse());

    assertThat(Settings.ALL)
        .filteredOn(setting -> setting.name().startsWith("URU_"))
        .extracting(Setting::name)
        .isSubsetOf(used);
  }

  @Test
  void defaultsStandInTheListOnly() throws IOException {
    for (Path file : sources()) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .doesNotContainPattern("ConfigProperty\\(name = \"uru[^)]*defaultValue");
    }
    assertThat(
            Files.readString(
                ROOT.resolve("ejb/src/main/resources/META-INF/microprofile-config.properties")))
        .doesNotContainPattern("(?m)^uru\\.");
  }

  @Test
  void theScriptsHaveTheSameDefaults() throws IOException {
    String start = Files.readString(ROOT.resolve("deploy/payara/start.sh"));
    for (String name : List.of("URU_PORT", "URU_START_LIMIT_SECONDS", "URU_JAVA_OPTIONS")) {
      assertThat(start)
          .contains("${%s:-%s}".formatted(name, Settings.named(name).production().orElseThrow()));
    }
  }

  private static void requireEqual(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("settings.write")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).isEqualTo(expected);
  }

  private static Set<String> knownNames() {
    return Settings.ALL.stream()
        .flatMap(setting -> Stream.of(setting.name(), setting.fileName()))
        .collect(Collectors.toSet());
  }

  private static Set<String> variablesInUse() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : sources()) {
      VARIABLE
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .forEach(names::add);
    }
    names.remove(FOLDER_OF_INSTALLATION);
    return names;
  }

  private static Set<String> propertiesInUse() throws IOException {
    Set<String> properties = new TreeSet<>();
    for (Path file : sources()) {
      PROPERTY
          .matcher(Files.readString(file))
          .results()
          .map(match -> match.group(1))
          .map(property -> Setting.of(property, Format.flag()).name())
          .forEach(properties::add);
    }
    return properties;
  }

  /** Main code, scripts and compose files; not the list itself. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> files =
        Stream.of("db/src/main", "ejb/src/main", "web/src/main", "deploy")
            .map(ROOT::resolve)
            .flatMap(SettingsDocumentsTest::walk)) {
      return Stream.concat(files, composeFiles())
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.(java|xml|properties|sh|yml|yaml|txt)"))
          .filter(file -> !file.endsWith("configuration/Settings.java"))
          .toList();
    }
  }

  private static Stream<Path> composeFiles() throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("docker-compose"))
          .toList()
          .stream();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
