package com.uru.chatbot.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsRulesTest {
  private static final String SECRET = "Rk3-vD9-xQ2-mT7";

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "URU_DATABASE_URL", "jdbc:postgresql://postgres:5432/uru",
              "URU_DATABASE_PASSWORD", SECRET,
              "URU_SERVER_KEYS", "{}",
              "URU_ISSUER", "https://chat.example.org",
              "URU_PROFILE", "development"));

  @Test
  void acceptsTheLeastThatIsNeeded() {
    assertThat(check().faults()).isEmpty();
  }

  @Test
  void acceptsEveryDefault() {
    for (Setting setting : Settings.ALL) {
      for (Profile profile : Profile.values()) {
        setting
            .defaultIn(profile)
            .filter(value -> !value.contains("${"))
            .ifPresent(value -> assertThat(setting.format().matches()).accepts(value));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "URU_ADMIN_EMAIL, notanaddress",
    "URU_ISSUER, chat.example.org",
    "URU_ISSUER, https://chat.example.org/uru",
    "URU_SIGN_UP, opened",
    "URU_TRUSTED_PROXIES, abc",
    "URU_TRUSTED_PROXIES, -1",
    "URU_LOG_FORMAT, xml",
    "URU_OPENAI_CONNECT_TIMEOUT, 10s",
    "URU_OPENAI_BREAKER_FAILURE_RATIO, 2",
    "URU_OPENAI_BASE_URL, https://api.openai.com/v1/",
    "URU_STREAMS_MAX_PER_NODE, 0",
    "URU_SESSION_IDLE, PT1M",
    "URU_PORT, tcp://10.0.0.1:8080",
    "URU_API_DOCS, yes",
    "URU_OPENAI_CA_FILE, /nowhere/ca.pem",
    "URU_PROFILE, test"
  })
  void namesASettingThatIsWrong(String name, String value) {
    environment.put(name, value);

    assertThat(check().faults()).singleElement().asString().startsWith(name + " must be ");
  }

  @Test
  void saysWhatIsAroundAValue() {
    environment.put("URU_ISSUER", "\"https://chat.example.org\"");
    environment.put("URU_SIGN_UP", "open\r");
    environment.put("URU_METRICS_PASSWORD", SECRET + "\n" + SECRET);

    assertThat(check().faults())
        .containsExactlyInAnyOrder(
            "URU_ISSUER has quotation marks around its value: remove them",
            "URU_SIGN_UP has white space before or after its value: remove it",
            "URU_METRICS_PASSWORD has more than one line");
  }

  @Test
  void takesAnEmptyVariableForOneThatIsNotSet() {
    environment.put("URU_ISSUER", "");

    assertThat(check().faults()).singleElement().asString().startsWith("URU_ISSUER is not set");
  }

  @Test
  void findsTheNearestName() {
    environment.put("URU_SIGNUP", "open");
    environment.put("URU_WEATHER_IN_LIMA", "fine");
    environment.put("URU_SERVICE_HOST", "10.0.0.1");

    assertThat(check().warnings())
        .containsExactly(
            "URU_SIGNUP is not a setting of Uru: is URU_SIGN_UP meant?",
            "URU_WEATHER_IN_LIMA is not a setting of Uru, and has no effect");
  }

  @ParameterizedTest
  @CsvSource({"short", "changeme12", "passwordpassword1", "aaaaaaaaaaaaaaaa", "postgres1234"})
  void refusesWeakSecretsInProductionOnly(String secret) {
    environment.put("URU_DATABASE_PASSWORD", secret);
    assertThat(check().faults()).isEmpty();
    assertThat(check().warnings()).singleElement().asString().contains("is weak");

    environment.put("URU_PROFILE", "production");
    assertThat(check().faults())
        .anyMatch(line -> line.startsWith("URU_DATABASE_PASSWORD is weak"))
        .noneMatch(line -> line.contains(secret + " "));
  }

  /** Compose mounts them as they are on the host, where their folder keeps others out. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void secretsOfAContainerAreForThatContainer() {
    assertThat(SettingsRules.isInContainerOnly(Path.of("/run/secrets/database"))).isTrue();
    assertThat(SettingsRules.isInContainerOnly(Path.of("/run/secrets/../uru/database"))).isFalse();
    assertThat(SettingsRules.isInContainerOnly(Path.of("/run/secrets-of-others/x"))).isFalse();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void refusesAFileThatOthersCanRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("metrics"), SECRET + "\n");
    environment.put("URU_PROFILE", "production");
    environment.put("URU_METRICS_PASSWORD_FILE", file.toString());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(check().faults()).singleElement().asString().contains("every user of this machine");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(check().faults()).isEmpty();
    assertThat(SettingValues.of(environment).get("URU_METRICS_PASSWORD")).contains(SECRET);
  }

  @Test
  void refusesAFileThatIsNotThereOrOneTooMany(@TempDir Path folder) {
    environment.put("URU_DATABASE_PASSWORD_FILE", folder.resolve("missing").toString());

    assertThat(check().faults())
        .hasSize(2)
        .anyMatch(line -> line.contains("are both set"))
        .anyMatch(line -> line.contains("cannot be read"));
  }

  @Test
  void givesTheServerDefaultsAndSecretsFromFiles(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("smtp"), SECRET);
    SettingsSource source =
        new SettingsSource(
            Map.of("URU_SMTP_PASSWORD_FILE", file.toString(), "URU_PROFILE", "development"));

    assertThat(source.getValue("uru.smtp.password")).isEqualTo(SECRET);
    assertThat(source.getValue("uru.sign-up")).isEqualTo("open");
    assertThat(source.getValue("uru.openai.retries")).isEqualTo("2");
    assertThat(source.getValue("uru.smtp.host")).isNull();
    assertThat(source.getValue("of.another.application")).isNull();
    assertThat(new SettingsSource(Map.of()).getValue("uru.sign-up")).isEqualTo("closed");
  }

  private Findings check() {
    Findings findings = new Findings();
    SettingsRules.check(SettingValues.of(environment), findings);
    return findings;
  }
}
