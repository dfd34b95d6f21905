package com.uru.chatbot.dev.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  @Test
  void keepsItsDataOverARestart(@TempDir Path folder) throws SQLException {
    Path data = folder.resolve("postgres");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data, 0)) {
      database.access().migrate();
      rename(database, "Kept");
    }

    try (EmbeddedDatabase database = EmbeddedDatabase.start(data, 0)) {
      assertThat(tenant(database)).isEqualTo("Kept");
      assertThat(database.access().hasAdministrator()).isFalse();
    }
  }

  private static void rename(EmbeddedDatabase database, String name) throws SQLException {
    try (Connection owner = connect(database);
        Statement statement = owner.createStatement()) {
      statement.executeUpdate("update tenants set name = '" + name + "'");
    }
  }

  private static String tenant(EmbeddedDatabase database) throws SQLException {
    try (Connection owner = connect(database);
        Statement statement = owner.createStatement();
        var row = statement.executeQuery("select name from tenants")) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    DatabaseAccess access = database.access();
    return DriverManager.getConnection(
        access.url(), access.owner().user(), access.owner().password());
  }
}
