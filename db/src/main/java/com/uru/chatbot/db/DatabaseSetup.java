package com.uru.chatbot.db;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.logging.Level;

/**
 * The one-shot job before the first start and every upgrade of an installation: the roles and the
 * database if a superuser is given, then {@link DatabaseMigration}.
 */
public final class DatabaseSetup {
  private static final System.Logger LOGGER = System.getLogger(DatabaseSetup.class.getName());
  private static final String DEFAULT_WAIT = "PT60S";

  /** Held here, or its level would be forgotten with it. */
  private static final java.util.logging.Logger MIGRATION_LOGGER =
      java.util.logging.Logger.getLogger("org.flywaydb");

  private DatabaseSetup() {}

  /**
   * Reads {@code URU_DATABASE_SUPERUSER_URL}, {@code URU_DATABASE_SUPERUSER} and {@code
   * URU_DATABASE_SUPERUSER_PASSWORD}, without which the roles have to exist; {@code
   * URU_DATABASE_OWNER_PASSWORD} and {@code URU_DATABASE_PASSWORD} become the roles' passwords. It
   * waits {@code URU_DATABASE_WAIT} (default PT60S) for a database that does not answer. What comes
   * then is {@link DatabaseMigration#main}. Exits with an {@link ExitCode}.
   */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%n");
    MIGRATION_LOGGER.setLevel(Level.WARNING);
    System.exit(run(System.getenv()));
  }

  /** Returns an {@link ExitCode}, and logs one line that says what was done or why it was not. */
  static int run(Map<String, String> environment) {
    Duration wait;
    try {
      wait = wait(environment);
    } catch (DateTimeParseException e) {
      LOGGER.log(ERROR, "URU_DATABASE_WAIT must be a duration such as PT60S.");
      return ExitCode.MISCONFIGURED;
    }
    int status = createRoles(environment, wait);
    return status == ExitCode.OK ? DatabaseMigration.run(environment, wait) : status;
  }

  /** Reads {@code URU_DATABASE_WAIT}. */
  static Duration wait(Map<String, String> environment) {
    return Duration.parse(environment.getOrDefault("URU_DATABASE_WAIT", DEFAULT_WAIT));
  }

  /**
   * Makes the roles and the database if a superuser is given.
   *
   * @return an {@link ExitCode}; one logged line says why it is not 0
   */
  static int createRoles(Map<String, String> environment, Duration wait) {
    if (environment.getOrDefault("URU_DATABASE_SUPERUSER_URL", "").isBlank()) {
      return ExitCode.OK;
    }
    String owner = environment.getOrDefault("URU_DATABASE_OWNER_PASSWORD", "");
    String application = environment.getOrDefault("URU_DATABASE_PASSWORD", "");
    if (owner.isBlank() || application.isBlank()) {
      LOGGER.log(ERROR, "Set URU_DATABASE_OWNER_PASSWORD and URU_DATABASE_PASSWORD.");
      return ExitCode.MISCONFIGURED;
    }
    try (Connection superuser =
        DatabaseConnection.open(
            environment.getOrDefault("URU_DATABASE_SUPERUSER_URL", ""),
            environment.getOrDefault("URU_DATABASE_SUPERUSER", "postgres"),
            environment.getOrDefault("URU_DATABASE_SUPERUSER_PASSWORD", ""),
            wait)) {
      DatabaseRoles.create(superuser, owner, application);
      LOGGER.log(INFO, "The roles and the database exist.");
      return ExitCode.OK;
    } catch (SQLException e) {
      LOGGER.log(
          ERROR, "The roles were not created: {0}", DatabaseMigration.firstLine(e.getMessage(), e));
      return ExitCode.of(e);
    }
  }
}
