package com.uru.chatbot.dev.launcher;

import com.uru.chatbot.db.DatabaseMigration;
import com.uru.chatbot.db.DatabaseMigration.MigrationFailedException;
import com.uru.chatbot.db.DatabaseRoles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL and the two roles that use it.
 *
 * @param url JDBC URL
 * @param owner the role that migrates
 * @param application the role that the server connects as
 */
public record DatabaseAccess(String url, Credentials owner, Credentials application) {
  /** The name and password of a role. */
  public record Credentials(String user, String password) {}

  /**
   * An existing PostgreSQL, when {@code URU_DATABASE_URL} names one.
   *
   * @throws LaunchFailedException if the owner's credentials are missing
   */
  static Optional<DatabaseAccess> of(Map<String, String> environment) {
    String url = environment.get("URU_DATABASE_URL");
    if (url == null) {
      return Optional.empty();
    }
    String owner = environment.get("URU_DATABASE_OWNER_USER");
    String ownerPassword = environment.get("URU_DATABASE_OWNER_PASSWORD");
    String password = environment.get("URU_DATABASE_PASSWORD");
    if (owner == null || ownerPassword == null || password == null) {
      throw new LaunchFailedException(
          "URU_DATABASE_URL is set: set URU_DATABASE_PASSWORD, URU_DATABASE_OWNER_USER and"
              + " URU_DATABASE_OWNER_PASSWORD too.");
    }
    String user = environment.getOrDefault("URU_DATABASE_USER", DatabaseRoles.APPLICATION);
    return Optional.of(
        new DatabaseAccess(
            url, new Credentials(owner, ownerPassword), new Credentials(user, password)));
  }

  /** Brings the database to the schema of this release. */
  public void migrate() {
    try {
      DatabaseMigration.migrate(url, owner.user(), owner.password(), application.user());
    } catch (MigrationFailedException e) {
      throw new LaunchFailedException("The database was not migrated: " + e.getMessage(), e);
    }
  }

  /** Returns whether the installation has an administrator already. */
  boolean hasAdministrator() {
    try (Connection connection = DriverManager.getConnection(url, owner.user(), owner.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select exists (select from users where role = 'admin')")) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      throw new LaunchFailedException("The database does not answer: " + e.getMessage(), e);
    }
  }
}
