package com.uru.chatbot.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Connections of the commands of an installation, which may run before the database does. */
public final class DatabaseConnection {
  private static final long PAUSE_MILLIS = 500;
  private static final String CONNECT_TIMEOUT_SECONDS = "5";
  private static final String SOCKET_TIMEOUT_SECONDS = "10";

  private DatabaseConnection() {}

  /**
   * Connects; tries again while the database does not answer.
   *
   * @param wait how long to try; zero for one attempt
   * @throws SQLException if the database refuses, or has not answered in this time
   */
  public static Connection open(String url, String user, String password, Duration wait)
      throws SQLException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection(url, properties(user, password));
      } catch (SQLException e) {
        if (!ExitCode.isTemporary(e) || System.nanoTime() >= end || !pause()) {
          throw e;
        }
      }
    }
  }

  private static Properties properties(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    return properties;
  }

  /** Returns false if the thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
