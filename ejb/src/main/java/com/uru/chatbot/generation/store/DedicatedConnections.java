package com.uru.chatbot.generation.store;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections outside the pool, to the database of the pool and with the same settings. */
@Dependent
public class DedicatedConnections {
  /**
   * A flush that fails on a dead connection and is repeated on a new one takes two socket timeouts
   * and a connect timeout at most: less than {@link JdbcGenerationLeases#LEASE_SECONDS}.
   */
  private static final int CONNECT_SECONDS = 2;

  private static final int SOCKET_SECONDS = 3;
  private static final String LIMITS = "-c statement_timeout=2500ms -c lock_timeout=2s";

  private final String url;
  private final String user;
  private final String password;

  /**
   * Reads the settings.
   *
   * @param url JDBC URL
   */
  @Inject
  public DedicatedConnections(
      @ConfigProperty(name = "uru.database.url") String url,
      @ConfigProperty(name = "uru.database.user") String user,
      @ConfigProperty(name = "uru.database.password") Optional<String> password) {
    this.url = url;
    this.user = user;
    this.password = password.orElse("");
  }

  /**
   * Opens a connection that commits each statement by itself.
   *
   * @param applicationName tells it from others in {@code pg_stat_activity}
   * @throws SQLException if the database is away or refuses
   */
  public Connection open(String applicationName) throws SQLException {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    database.setUser(user);
    database.setPassword(password);
    database.setApplicationName(applicationName);
    database.setConnectTimeout(CONNECT_SECONDS);
    database.setLoginTimeout(CONNECT_SECONDS);
    database.setSocketTimeout(SOCKET_SECONDS);
    database.setOptions(LIMITS);
    database.setTcpKeepAlive(true);
    return database.getConnection();
  }
}
