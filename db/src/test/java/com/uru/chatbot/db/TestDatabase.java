package com.uru.chatbot.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An embedded PostgreSQL with the two roles; nothing is migrated yet. */
final class TestDatabase implements AutoCloseable {
  static final String OWNER_PASSWORD = "owner's secret";
  static final String APPLICATION_PASSWORD = "application";

  private final EmbeddedPostgres postgres;

  TestDatabase() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    try (Connection superuser = postgres.getPostgresDatabase().getConnection()) {
      DatabaseRoles.create(superuser, OWNER_PASSWORD, APPLICATION_PASSWORD);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DatabaseRoles.DATABASE;
  }

  /** Drops the database with all that is in it, and makes it anew. */
  void recreate() throws SQLException {
    try (Connection superuser = superuser()) {
      update(superuser, "drop database " + DatabaseRoles.DATABASE + " with (force)");
      DatabaseRoles.create(superuser, OWNER_PASSWORD, APPLICATION_PASSWORD);
    }
  }

  DatabaseMigration.Target target() {
    return new DatabaseMigration.Target(
        url(), DatabaseRoles.OWNER, OWNER_PASSWORD, DatabaseRoles.APPLICATION);
  }

  int migrate() {
    return DatabaseMigration.migrate(
        url(), DatabaseRoles.OWNER, OWNER_PASSWORD, DatabaseRoles.APPLICATION);
  }

  Connection superuser() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  Connection owner() throws SQLException {
    return DriverManager.getConnection(url(), DatabaseRoles.OWNER, OWNER_PASSWORD);
  }

  Connection application() throws SQLException {
    return DriverManager.getConnection(url(), DatabaseRoles.APPLICATION, APPLICATION_PASSWORD);
  }

  /** A transaction of the application, with the variables that TenantContext sets. */
  Connection application(UUID tenant, UUID user) throws SQLException {
    Connection connection = application();
    connection.setAutoCommit(false);
    rows(
        connection,
        "select set_config('uru.tenant', ?, true), set_config('uru.user', ?, true)",
        tenant.toString(),
        user.toString());
    return connection;
  }

  static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bind(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** The first column of every row. */
  static List<Object> rows(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = bind(connection, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      List<Object> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getObject(1));
      }
      return values;
    }
  }

  static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static PreparedStatement bind(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
