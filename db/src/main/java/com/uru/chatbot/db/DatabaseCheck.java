package com.uru.chatbot.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the database as the application's role sees it, one line each. */
public final class DatabaseCheck {
  private static final int OLDEST_VERSION = 15;
  private static final int VERSION_NUMBER_OF_A_MAJOR = 10_000;

  /** Access tokens of another node are accepted with this difference. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private static final String FACTS =
      """
      select current_setting('server_version_num')::int as version,
        rolsuper, rolbypassrls,
        exists (select from pg_class where relowner = pg_roles.oid) as owner,
        pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only,
        extract(epoch from clock_timestamp())::bigint as now,
        coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
        inet_server_addr() is null or inet_server_addr() <<= '127.0.0.0/8'
          or inet_server_addr() = '::1' as local
      from pg_roles where rolname = current_user
      """;

  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int status = ExitCode.OK;

  /**
   * Asks the database.
   *
   * @param connection of the application's role, in auto-commit mode
   * @param clock the time of this machine
   * @throws SQLException if the database does not answer
   */
  public DatabaseCheck(Connection connection, Clock clock) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet facts = statement.executeQuery(FACTS)) {
      facts.next();
      long before = clock.instant().getEpochSecond();
      judge(facts, before);
    }
    if (faults.isEmpty()) {
      judgeSchema(connection);
    }
  }

  private void judge(ResultSet facts, long now) throws SQLException {
    int version = facts.getInt("version") / VERSION_NUMBER_OF_A_MAJOR;
    if (version < OLDEST_VERSION) {
      refuse("is PostgreSQL %d: use %d or newer".formatted(version, OLDEST_VERSION));
    }
    if (facts.getBoolean("rolsuper")) {
      refuse("the role of URU_DATABASE_USER is a superuser: use the role that uru setup makes");
    } else if (facts.getBoolean("rolbypassrls")) {
      refuse("the role of URU_DATABASE_USER bypasses row-level security: alter role … nobypassrls");
    } else if (facts.getBoolean("owner")) {
      refuse("the role of URU_DATABASE_USER owns tables: use the role that uru setup makes");
    }
    long skew = now - facts.getLong("now");
    if (Math.abs(skew) > MOST_SKEW.toSeconds()) {
      refuse(
          "the clock of this machine is %d s %s that of the database: synchronize both"
              .formatted(Math.abs(skew), skew > 0 ? "ahead of" : "behind"));
    }
    if (facts.getBoolean("read_only")) {
      faults.add("database: can only be read: is it a standby?");
      status = ExitCode.UNAVAILABLE;
    }
    if (!facts.getBoolean("encrypted") && !facts.getBoolean("local")) {
      warnings.add(
          "database: the connection is not encrypted: unless its network is yours alone, add"
              + " ?sslmode=verify-full to URU_DATABASE_URL");
    }
  }

  private void refuse(String reason) {
    faults.add("database: " + reason);
    status = ExitCode.MISCONFIGURED;
  }

  private void judgeSchema(Connection connection) {
    int found;
    try {
      found = SchemaVersion.of(connection);
    } catch (SQLException e) {
      found = 0;
    }
    if (found < SchemaVersion.CURRENT) {
      faults.add(
          "database: its schema has version %d, and this release needs %d: run uru setup"
              .formatted(found, SchemaVersion.CURRENT));
      status = ExitCode.UNAVAILABLE;
    }
  }

  public List<String> faults() {
    return List.copyOf(faults);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns the {@link ExitCode} that says whether trying again may help. */
  public int status() {
    return status;
  }
}
