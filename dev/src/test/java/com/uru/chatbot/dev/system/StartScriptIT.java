package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.system.Installation.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scripts of an installation say what is wrong, in the last line and by their exit code. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class StartScriptIT {
  private static final int UNKNOWN_COMMAND = 64;
  private static final int UNAVAILABLE = 69;
  private static final int NOT_DEPLOYED = 70;
  private static final int PORT_TAKEN = 71;
  private static final int MISCONFIGURED = 78;
  private static final int FEW_LINES = 20;

  private final UruSystem uru;
  private Installation installation;

  StartScriptIT(UruSystem uru) {
    this.uru = uru;
  }

  @BeforeAll
  void install() throws IOException, InterruptedException {
    installation = Installation.in(uru.root().resolve("dev/target/installation"));
    Files.deleteIfExists(installation.file("server-keys.json"));
    assertThat(installation.run(settings(), "setup").exitCode()).isZero();
  }

  @Test
  void startsInFewLinesWithSecretsFromFilesAndStopsAsAsked() throws IOException {
    Map<String, String> environment = settings();
    Path password = installation.file("password");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, environment.remove("URU_DATABASE_PASSWORD") + "\n");
    environment.put("URU_DATABASE_PASSWORD_FILE", password.toString());
    environment.put("URU_METRICS_PASSWORD", "");

    Result result = installation.start(environment, "start").waitForLine("ready at port").stop();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).hasSizeLessThan(FEW_LINES);
  }

  @Test
  void endsAtOnceWithTheReasonWhenTheDatabaseIsAway() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + freePort() + "/uru");
    environment.put("URU_DATABASE_WAIT", "PT1S");

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(result.lines()).hasSizeLessThan(FEW_LINES);
    assertThat(result.lastLine()).contains("refused");
  }

  @Test
  void namesEachSettingThatIsMissingOrWrong() throws IOException {
    Map<String, String> environment = settings();
    environment.remove("URU_DATABASE_PASSWORD");
    environment.put("URU_ISSUER", "");
    environment.put("URU_TRUSTED_PROXIES", "abc");
    environment.put("URU_OPENAI_CONNECT_TIMEOUT", "10s");
    environment.put("URU_SIGNUP", "open");

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lines())
        .filteredOn(line -> !line.contains("is weak"))
        .hasSize(5)
        .anyMatch(line -> line.contains("URU_DATABASE_PASSWORD is not set"))
        .anyMatch(line -> line.contains("URU_ISSUER is not set"))
        .anyMatch(line -> line.contains("URU_TRUSTED_PROXIES must be"))
        .anyMatch(line -> line.contains("URU_OPENAI_CONNECT_TIMEOUT must be a duration"))
        .anyMatch(line -> line.contains("is URU_SIGN_UP meant?"));
  }

  @Test
  void refusesSettingsThatDoNotFitTogether() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_ADMIN_EMAIL", "ada@example.org");
    environment.put("URU_ADMIN_PASSWORD", "");
    environment.put("URU_SESSION_IDLE", "P40D");
    environment.put("URU_SMTP_HOST", "smtp.example.org");
    environment.put("URU_CORS_ORIGINS", "*");

    Result result = installation.run(environment, "check");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lines())
        .filteredOn(line -> line.startsWith("SEVERE"))
        .hasSize(4)
        .anyMatch(line -> line.contains("URU_ADMIN_PASSWORD need each other"))
        .anyMatch(line -> line.contains("URU_SESSION_IDLE"))
        .anyMatch(line -> line.contains("URU_SMTP_FROM"))
        .anyMatch(line -> line.contains("URU_CORS_ORIGINS"));
  }

  @Test
  void refusesAWeakSecretAndAnOpenFileInProduction() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_PROFILE", "production");
    Files.setPosixFilePermissions(
        Files.writeString(installation.file("open"), environment.get("URU_DATABASE_PASSWORD")),
        PosixFilePermissions.fromString("rw-r--r--"));
    environment.put("URU_METRICS_PASSWORD_FILE", installation.file("open").toString());

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lines())
        .anyMatch(line -> line.contains("URU_DATABASE_PASSWORD is weak"))
        .anyMatch(line -> line.contains("every user of this machine can read"));
  }

  @Test
  void refusesAClockTenMinutesOff() throws IOException {
    // The library fails in a shell that starts others.
    StringBuilder java = new StringBuilder("#!/bin/sh\nexec env");
    OtherClock.ahead(Duration.ofMinutes(10))
        .forEach((name, value) -> java.append(' ').append(name).append('=').append(value));
    java.append(' ').append(System.getProperty("java.home")).append("/bin/java \"$@\"\n");
    Path folder = Files.createDirectories(installation.file("other-clock"));
    Files.setPosixFilePermissions(
        Files.writeString(folder.resolve("java"), java),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment = settings();
    environment.put("PATH", folder + ":" + System.getenv("PATH"));

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lastLine()).contains("s ahead of that of the database");
  }

  @Test
  void refusesTheOwnerOfTheTables() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_USER", uru.database().access().owner().user());

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lastLine()).contains("owns tables");
  }

  @Test
  void checksWhatIsRightInOneLineEach() throws IOException {
    Result result = installation.run(settings(), "check");

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines())
        .anyMatch(line -> line.startsWith("INFO settings: "))
        .anyMatch(line -> line.startsWith("INFO keys: "))
        .anyMatch(line -> line.startsWith("INFO database: "))
        .anyMatch(line -> line.startsWith("INFO OpenAI: "));
  }

  @Test
  void saysWhyTheServerEndedWhileItStarted() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_JAVA_OPTIONS", "-XX:+NoSuchOption");

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(NOT_DEPLOYED);
    assertThat(result.lastLine()).contains("Unrecognized VM option");
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = settings();
      environment.put("URU_PORT", "" + other.getLocalPort());
      environment.put("URU_LOG_FORMAT", "json");

      Result result = installation.run(environment, "start");

      assertThat(result.exitCode()).isEqualTo(PORT_TAKEN);
      assertThat(result.lines()).allMatch(line -> line.startsWith("{\"time\":\""));
      assertThat(result.lastLine())
          .contains("\"message\":\"port " + other.getLocalPort() + " is taken");
    }
  }

  @Test
  void refusesAnUnknownCommand() throws IOException {
    Result result = installation.run(settings(), "begin");

    assertThat(result.exitCode()).isEqualTo(UNKNOWN_COMMAND);
    assertThat(result.lines()).hasSize(1);
  }

  @Test
  void setUpGivesUpOnADatabaseThatStaysAway() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_OWNER_URL", "jdbc:postgresql://127.0.0.1:" + freePort() + "/uru");
    environment.put("URU_DATABASE_WAIT", "PT1S");

    Result result = installation.run(environment, "setup");

    assertThat(result.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(result.lastLine()).contains("refused");
  }

  @Test
  void setUpRefusesWeakPasswordsInProduction() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_PROFILE", "production");

    Result result = installation.run(environment, "setup");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lines())
        .anyMatch(line -> line.contains("URU_DATABASE_OWNER_PASSWORD is weak"));
  }

  private Map<String, String> settings() throws IOException {
    return installation.settings(uru);
  }

  private static int freePort() throws IOException {
    return Installation.freePort();
  }
}
