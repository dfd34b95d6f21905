package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import com.uru.chatbot.dev.system.Installation.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.HashMap;
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
  void startsInFewLinesAndStopsAsAsked() throws IOException {
    Result result =
        installation.start(settings(), "start").waitForLine("uru: ready at port").stop();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).hasSizeLessThan(FEW_LINES);
  }

  @Test
  void endsAtOnceWithTheReasonWhenTheDatabaseIsAway() throws IOException {
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + freePort() + "/uru");
    environment.put("URU_START_LIMIT_SECONDS", "3600");

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(result.lines()).hasSizeLessThan(FEW_LINES);
    assertThat(result.lastLine()).contains("refused");
  }

  @Test
  void namesEachMissingSetting() throws IOException {
    Map<String, String> environment = settings();
    environment.remove("URU_DATABASE_PASSWORD");
    environment.put("URU_ISSUER", "");

    Result result = installation.run(environment, "start");

    assertThat(result.exitCode()).isEqualTo(MISCONFIGURED);
    assertThat(result.lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("URU_DATABASE_PASSWORD"))
        .anyMatch(line -> line.contains("URU_ISSUER"));
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = settings();
      environment.put("URU_PORT", "" + other.getLocalPort());
      environment.put("URU_LOG_FORMAT", "json");

      Result result = installation.run(environment, "start");

      assertThat(result.exitCode()).isEqualTo(PORT_TAKEN);
      assertThat(result.lines())
          .singleElement()
          .asString()
          .startsWith("{\"time\":\"")
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
    assertThat(result.lines()).hasSize(1);
    assertThat(result.lastLine()).contains("refused");
  }

  private Map<String, String> settings() throws IOException {
    DatabaseAccess database = uru.database().access();
    Map<String, String> settings = new HashMap<>();
    settings.put("URU_DATABASE_URL", database.url());
    settings.put("URU_DATABASE_PASSWORD", database.application().password());
    settings.put("URU_DATABASE_OWNER_URL", database.url());
    settings.put("URU_DATABASE_OWNER_USER", database.owner().user());
    settings.put("URU_DATABASE_OWNER_PASSWORD", database.owner().password());
    settings.put("URU_SERVER_KEYS_FILE", installation.file("server-keys.json").toString());
    settings.put("URU_ISSUER", "http://localhost");
    settings.put("URU_OPENAI_BASE_URL", uru.upstreamUrl() + "/v1");
    settings.put("URU_PORT", "" + freePort());
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
