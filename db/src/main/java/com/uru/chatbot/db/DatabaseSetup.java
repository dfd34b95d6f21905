package com.uru.chatbot.db;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * The one-shot job before the first start and every upgrade of an installation: the roles and the
 * database if a superuser is given, then {@link DatabaseMigration}.
 */
public final class DatabaseSetup {
  private static final System.Logger LOGGER = System.getLogger(DatabaseSetup.class.getName());

  private DatabaseSetup() {}

  /**
   * Reads {@code URU_DATABASE_SUPERUSER_URL}, {@code URU_DATABASE_SUPERUSER} and {@code
   * URU_DATABASE_SUPERUSER_PASSWORD}, without which the roles have to exist; {@code
   * URU_DATABASE_OWNER_PASSWORD} and {@code URU_DATABASE_PASSWORD} become the roles' passwords.
   * What comes then is {@link DatabaseMigration#main}.
   */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%n");
    Map<String, String> environment = System.getenv();
    if (environment.containsKey("URU_DATABASE_SUPERUSER_URL") && !createRoles(environment)) {
      System.exit(1);
    }
    System.exit(DatabaseMigration.run(environment));
  }

  static boolean createRoles(Map<String, String> environment) {
    String url = environment.getOrDefault("URU_DATABASE_SUPERUSER_URL", "");
    String owner = environment.getOrDefault("URU_DATABASE_OWNER_PASSWORD", "");
    String application = environment.getOrDefault("URU_DATABASE_PASSWORD", "");
    if (owner.isBlank() || application.isBlank()) {
      LOGGER.log(ERROR, "Set URU_DATABASE_OWNER_PASSWORD and URU_DATABASE_PASSWORD.");
      return false;
    }
    try (Connection superuser =
        DriverManager.getConnection(
            url,
            environment.getOrDefault("URU_DATABASE_SUPERUSER", "postgres"),
            environment.getOrDefault("URU_DATABASE_SUPERUSER_PASSWORD", ""))) {
      DatabaseRoles.create(superuser, owner, application);
      LOGGER.log(INFO, "The roles and the database exist.");
      return true;
    } catch (SQLException e) {
      LOGGER.log(ERROR, "The roles were not created: {0}", e.getMessage());
      return false;
    }
  }
}
