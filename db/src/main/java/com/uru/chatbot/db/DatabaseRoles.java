package com.uru.chatbot.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The two roles and the database of an installation: {@code uru_owner} migrates and owns, {@code
 * uru_app} serves and owns nothing, so that no row-level security policy can be skipped by it.
 */
public final class DatabaseRoles {
  /** Migrates, and owns every table. */
  public static final String OWNER = "uru_owner";

  /** What the application connects as. */
  public static final String APPLICATION = "uru_app";

  /** The database of both. */
  public static final String DATABASE = "uru";

  private static final String LEAST_PRIVILEGE =
      "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication";

  private DatabaseRoles() {}

  /**
   * Creates what is missing and sets both passwords; running it again is harmless.
   *
   * @param superuser an open connection of a superuser to any database of the server, in
   *     auto-commit mode
   * @param ownerPassword for {@link #OWNER}
   * @param applicationPassword for {@link #APPLICATION}
   * @throws SQLException when the server refuses
   */
  public static void create(Connection superuser, String ownerPassword, String applicationPassword)
      throws SQLException {
    createRole(superuser, OWNER, ownerPassword);
    createRole(superuser, APPLICATION, applicationPassword);
    if (!exists(superuser, "select from pg_database where datname = ?", DATABASE)) {
      execute(superuser, "create database " + DATABASE + " owner " + OWNER);
    }
    execute(superuser, "revoke all on database " + DATABASE + " from public");
    execute(superuser, "grant connect on database " + DATABASE + " to " + APPLICATION);
  }

  private static void createRole(Connection superuser, String role, String password)
      throws SQLException {
    boolean exists = exists(superuser, "select from pg_roles where rolname = ?", role);
    String verb = exists ? "alter" : "create";
    execute(superuser, verb + " role " + role + " " + LEAST_PRIVILEGE);
    // The statement takes no parameters, so the server itself quotes the password.
    String statement;
    try (PreparedStatement quote =
        superuser.prepareStatement("select format('alter role %I password %L', ?, ?)")) {
      quote.setString(1, role);
      quote.setString(2, password);
      try (ResultSet quoted = quote.executeQuery()) {
        quoted.next();
        statement = quoted.getString(1);
      }
    }
    execute(superuser, statement);
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
