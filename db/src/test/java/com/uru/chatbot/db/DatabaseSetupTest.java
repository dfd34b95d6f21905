package com.uru.chatbot.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
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
      assertThat(DatabaseSetup.createRoles(environment())).isTrue();
      assertThat(DatabaseMigration.run(environment())).isZero();
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

    assertThat(DatabaseSetup.createRoles(environment)).isFalse();
  }

  @Test
  void saysThatTheServerRefuses() {
    Map<String, String> environment = environment();
    environment.put("URU_DATABASE_SUPERUSER_URL", address + "missing");

    assertThat(DatabaseSetup.createRoles(environment)).isFalse();
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
