package com.uru.chatbot.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The version of the database's schema: the number of its last migration. */
public final class SchemaVersion {
  /** What this release was built for. */
  public static final int CURRENT = 27;

  private static final int QUERY_TIMEOUT_SECONDS = 1;

  private SchemaVersion() {}

  /**
   * The version of a migrated database; the application role may ask.
   *
   * @throws SQLException when the database is away, or has never been migrated
   */
  public static int of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
      try (ResultSet version = statement.executeQuery("select schema_version()")) {
        version.next();
        return version.getInt(1);
      }
    }
  }
}
