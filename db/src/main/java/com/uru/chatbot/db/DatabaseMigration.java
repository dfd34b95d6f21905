package com.uru.chatbot.db;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the schema of this release.
 *
 * <p>It connects as the owner role; the application role gets its grants and policies, and owns
 * nothing. Running it again changes nothing. Two runs at the same time wait for each other.
 */
public final class DatabaseMigration {
  private static final String DEFAULT_APPLICATION_ROLE = "uru_app";
  private static final String LOCATION = "classpath:com/uru/chatbot/db/migration";

  private DatabaseMigration() {}

  /**
   * Applies what is missing.
   *
   * @param url JDBC URL of the database
   * @param user the owner role
   * @param password its password
   * @param applicationRole the role that the application connects as; it has to exist
   * @return how many migrations were applied
   * @throws MigrationFailedException when the database is away, refuses, or has another history
   */
  public static int migrate(String url, String user, String password, String applicationRole) {
    return migrate(new Target(url, user, password, applicationRole));
  }

  /** Applies what is missing, as {@link #migrate(String, String, String, String)}. */
  static int migrate(Target target) {
    return migrate(flyway(target));
  }

  /** Applies what is missing up to a version of the schema. */
  static int migrate(Target target, int schema) {
    return migrate(flyway(target).target(String.valueOf(schema)));
  }

  private static int migrate(FluentConfiguration configuration) {
    try {
      return configuration.load().migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  /** Drops all tables and functions, with what is in them. */
  static void dropAll(Target target) {
    try {
      flyway(target).cleanDisabled(false).load().clean();
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  private static FluentConfiguration flyway(Target target) {
    return Flyway.configure(DatabaseMigration.class.getClassLoader())
        .dataSource(target.url, target.user, target.password)
        .locations(LOCATION)
        .placeholders(Map.of("applicationRole", target.applicationRole))
        .validateMigrationNaming(true);
  }

  /**
   * A database to migrate.
   *
   * @param url JDBC URL
   * @param user the owner role
   * @param applicationRole the role that the application connects as; it has to exist
   */
  record Target(String url, String user, String password, String applicationRole) {
    /**
     * Reads {@code URU_DATABASE_OWNER_URL}, {@code URU_DATABASE_OWNER_USER}, {@code
     * URU_DATABASE_OWNER_PASSWORD} and {@code URU_DATABASE_APPLICATION_ROLE} (default {@code
     * uru_app}).
     *
     * @throws MissingSettingException if one of the first three is not set
     */
    static Target of(Map<String, String> environment) {
      return new Target(
          required(environment, "URU_DATABASE_OWNER_URL"),
          required(environment, "URU_DATABASE_OWNER_USER"),
          required(environment, "URU_DATABASE_OWNER_PASSWORD"),
          environment.getOrDefault("URU_DATABASE_APPLICATION_ROLE", DEFAULT_APPLICATION_ROLE));
    }

    Connection connect(Duration wait) throws SQLException {
      return DatabaseConnection.open(url, user, password, wait);
    }
  }

  /**
   * The one-shot job of a deployment, with the settings of {@link Target#of}.
   *
   * @param wait how long to wait for a database that does not answer
   * @return an {@link ExitCode}; one logged line says why it is not 0
   */
  static int run(Map<String, String> environment, Duration wait) {
    System.Logger logger = System.getLogger(DatabaseMigration.class.getName());
    try {
      Target target = Target.of(environment);
      target.connect(wait).close();
      int applied = migrate(target);
      logger.log(INFO, "The database is up to date ({0} migrations applied).", applied);
      return ExitCode.OK;
    } catch (MissingSettingException e) {
      logger.log(ERROR, "The database was not migrated: set {0}", e.getMessage());
      return ExitCode.MISCONFIGURED;
    } catch (SQLException e) {
      logger.log(ERROR, "The database was not migrated: {0}", firstLine(e.getMessage(), e));
      return ExitCode.of(e);
    } catch (MigrationFailedException e) {
      logger.log(ERROR, "The database was not migrated: {0}", e.getMessage());
      return e.exitCode();
    }
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new MissingSettingException(name);
    }
    return value;
  }

  private static MigrationFailedException failed(FlywayException failure) {
    @Nullable String reason = failure.getMessage();
    int exitCode = ExitCode.FAILED;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        reason = refusal.getMessage();
        exitCode = ExitCode.of(refusal);
      }
    }
    return new MigrationFailedException(firstLine(reason, failure), exitCode, failure);
  }

  static String firstLine(@Nullable String message, Throwable failure) {
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** A setting without which nothing can be done; its message is the name. */
  static final class MissingSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingSettingException(String name) {
      super(name);
    }
  }

  /** Why a database could not be brought up to date, in one line. */
  public static final class MigrationFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private MigrationFailedException(String message, int exitCode, Throwable cause) {
      super(message, cause);
      this.exitCode = exitCode;
    }

    /** Returns the {@link ExitCode} of a job that ends with it. */
    int exitCode() {
      return exitCode;
    }
  }
}
