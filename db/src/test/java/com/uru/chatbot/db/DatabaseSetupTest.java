package com.uru.chatbot.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseSetupTest {
  private static EmbeddedPostgres postgres;
  private static String address;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    address = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/";
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void makesAnEmptyServerReadyForTheApplicationHoweverOftenItRuns() throws SQLException {
    for (int run = 0; run < 2; run++) {
      assertThat(DatabaseSetup.run(environment())).isZero();
    }

    try (Connection application =
        DriverManager.getConnection(address + "uru", "uru_app", "application's")) {
      assertThat(SchemaVersion.of(application)).isEqualTo(SchemaVersion.CURRENT);
    }
  }

  @Test
  void refusesRolesWithoutPasswords() {
    Map<String, String> environment = environment();
    environment.remove("URU_DATABASE_PASSWORD");

    assertThat(DatabaseSetup.run(environment)).isEqualTo(ExitCode.MISCONFIGURED);
  }

  @Test
  void saysThatTheServerRefuses() {
    Map<String, String> environment = environment();
    environment.put("URU_DATABASE_SUPERUSER_URL", address + "missing");

    assertThat(DatabaseSetup.run(environment)).isEqualTo(ExitCode.MISCONFIGURED);
  }

  @Test
  void doesNotWaitForADatabaseThatRefusesThePassword() {
    Map<String, String> environment = environment();
    environment.remove("URU_DATABASE_SUPERUSER_URL");
    environment.put("URU_DATABASE_OWNER_URL", address + "missing");
    environment.put("URU_DATABASE_WAIT", "P1D");

    assertThat(DatabaseSetup.run(environment)).isEqualTo(ExitCode.MISCONFIGURED);
  }

  @Test
  void waitsForADatabaseThatIsNotThereYet() throws Exception {
    CompletableFuture<Integer> setup;
    int port;
    try (ServerSocket starting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = starting.getLocalPort();
      String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
      Map<String, String> environment = environment();
      environment.put("URU_DATABASE_SUPERUSER_URL", url + "postgres");
      environment.put("URU_DATABASE_OWNER_URL", url + "uru");
      setup = CompletableFuture.supplyAsync(() -> DatabaseSetup.run(environment));
      // Hangs up on the first attempt.
      starting.accept().close();
    }

    try (EmbeddedPostgres late = EmbeddedPostgres.builder().setPort(port).start()) {
      assertThat(late.getPort()).isEqualTo(port);
      assertThat(setup.get(1, TimeUnit.MINUTES)).isZero();
    }
  }

  @Test
  void givesUpOnADatabaseThatStaysAway() throws IOException {
    Map<String, String> environment = environment();
    environment.put(
        "URU_DATABASE_SUPERUSER_URL", "jdbc:postgresql://127.0.0.1:" + freePort() + "/");
    environment.put("URU_DATABASE_WAIT", "PT0.1S");

    assertThat(DatabaseSetup.run(environment)).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void namesAWaitThatIsNoDuration() {
    Map<String, String> environment = environment();
    environment.put("URU_DATABASE_WAIT", "60");

    assertThat(DatabaseSetup.run(environment)).isEqualTo(ExitCode.MISCONFIGURED);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "URU_DATABASE_SUPERUSER_URL", address + "postgres",
            "URU_DATABASE_OWNER_URL", address + "uru",
            "URU_DATABASE_OWNER_USER", "uru_owner",
            "URU_DATABASE_OWNER_PASSWORD", "owner's",
            "URU_DATABASE_PASSWORD", "application's"));
  }
}
