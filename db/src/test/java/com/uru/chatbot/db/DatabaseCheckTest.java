package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class DatabaseCheckTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static TestDatabase database;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @Test
  void acceptsTheApplicationsRole() throws SQLException {
    try (Connection application = database.application()) {
      DatabaseCheck check = new DatabaseCheck(application, CLOCK);

      assertThat(check.faults()).isEmpty();
      assertThat(check.warnings()).isEmpty();
      assertThat(check.status()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void refusesASuperuserAndTheOwner() throws SQLException {
    try (Connection superuser = database.superuser();
        Connection owner = database.owner()) {
      assertThat(new DatabaseCheck(superuser, CLOCK).faults())
          .singleElement()
          .asString()
          .contains("is a superuser");
      assertThat(new DatabaseCheck(owner, CLOCK).faults())
          .singleElement()
          .asString()
          .contains("owns tables");
    }
  }

  @Test
  void refusesARoleThatBypassesRowLevelSecurity() throws SQLException {
    try (Connection superuser = database.superuser();
        Connection application = database.application()) {
      update(superuser, "alter role uru_app bypassrls");
      try {
        DatabaseCheck check = new DatabaseCheck(application, CLOCK);

        assertThat(check.faults()).singleElement().asString().contains("bypasses row-level");
        assertThat(check.status()).isEqualTo(ExitCode.MISCONFIGURED);
      } finally {
        update(superuser, "alter role uru_app nobypassrls");
      }
    }
  }

  @Test
  void refusesAClockThatIsWrong() throws SQLException {
    try (Connection application = database.application()) {
      Clock behind = Clock.offset(CLOCK, Duration.ofMinutes(-10));

      assertThat(new DatabaseCheck(application, behind).faults())
          .singleElement()
          .asString()
          .containsPattern("this machine is (599|600|601) s behind that of the database");
    }
  }

  @Test
  void waitsForADatabaseThatCanBeWrittenTo() throws SQLException {
    try (Connection application = database.application()) {
      update(application, "set default_transaction_read_only = on");

      DatabaseCheck check = new DatabaseCheck(application, CLOCK);

      assertThat(check.faults()).singleElement().asString().contains("can only be read");
      assertThat(check.status()).isEqualTo(ExitCode.UNAVAILABLE);
    }
  }

  @Test
  void asksForTheSetUpWhenTheSchemaIsMissing() throws SQLException {
    try (Connection owner = database.owner();
        Connection application = database.application()) {
      update(owner, "alter function schema_version() rename to hidden");
      try {
        DatabaseCheck check = new DatabaseCheck(application, CLOCK);

        assertThat(check.faults()).singleElement().asString().contains("run uru setup");
        assertThat(check.status()).isEqualTo(ExitCode.UNAVAILABLE);
      } finally {
        update(owner, "alter function hidden() rename to schema_version");
      }
    }
  }
}
