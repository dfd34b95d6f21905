package com.uru.chatbot.generation;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where notices are heard: the database of the pool, reached with the same settings. */
@Dependent
public class NoticeDatabase {
  private final String url;
  private final String user;
  private final String password;

  /**
   * Reads the settings.
   *
   * @param url JDBC URL
   */
  @Inject
  public NoticeDatabase(
      @ConfigProperty(name = "uru.database.url") String url,
      @ConfigProperty(name = "uru.database.user") String user,
      @ConfigProperty(name = "uru.database.password") Optional<String> password) {
    this.url = url;
    this.user = user;
    this.password = password.orElse("");
  }

  /**
   * Connects and begins to listen.
   *
   * @throws SQLException if the database is away or refuses
   */
  NoticeConnection listen() throws SQLException {
    return new NoticeConnection(url, user, password);
  }
}
