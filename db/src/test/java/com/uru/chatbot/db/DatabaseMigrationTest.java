package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.db.DatabaseMigration.MigrationFailedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class DatabaseMigrationTest {
  private static TestDatabase database;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    database = new TestDatabase();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    try (Connection owner = database.owner()) {
      update(owner, "drop schema public cascade");
      update(owner, "create schema public");
    }
  }

  @Test
  void bringsAnEmptyDatabaseUpToDateOnce() throws SQLException {
    assertThat(database.migrate()).isPositive();
    assertThat(database.migrate()).isZero();
    try (Connection owner = database.owner()) {
      assertThat(rows(owner, "select name from tenants"))
          .containsExactlyInAnyOrder("Uru", "Warm-up");
    }
  }

  @Test
  void createsTheRolesAgainWithoutHarm() throws SQLException {
    try (Connection superuser = database.superuser()) {
      DatabaseRoles.create(superuser, "new", "new");
    }

    assertThat(database.migrate()).isPositive();
  }

  @Test
  void saysInOneLineWhyTheDatabaseRefuses() {
    assertThatThrownBy(
            () ->
                DatabaseMigration.migrate(database.url(), "nobody", "", DatabaseRoles.APPLICATION))
        .isInstanceOf(MigrationFailedException.class)
        .message()
        .contains("role \"nobody\" does not exist")
        .hasLineCount(1);
  }

  @Test
  void endsTheJobWithZeroWhenTheDatabaseIsUpToDate() {
    assertThat(
            DatabaseMigration.run(
                Map.of(
                    "URU_DATABASE_OWNER_URL", database.url(),
                    "URU_DATABASE_OWNER_USER", DatabaseRoles.OWNER,
                    "URU_DATABASE_OWNER_PASSWORD", TestDatabase.OWNER_PASSWORD),
                Duration.ZERO))
        .isZero();
  }

  @Test
  void failsWhenTheRoleOfTheApplicationIsMissing() {
    assertThat(
            DatabaseMigration.run(
                Map.of(
                    "URU_DATABASE_OWNER_URL",
                    database.url(),
                    "URU_DATABASE_OWNER_USER",
                    DatabaseRoles.OWNER,
                    "URU_DATABASE_OWNER_PASSWORD",
                    TestDatabase.OWNER_PASSWORD,
                    "URU_DATABASE_APPLICATION_ROLE",
                    "nobody"),
                Duration.ZERO))
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void refusesAMissingSetting() {
    assertThat(DatabaseMigration.run(Map.of(), Duration.ZERO)).isEqualTo(ExitCode.MISCONFIGURED);
  }
}
