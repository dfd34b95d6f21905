package com.uru.chatbot.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A data source of PostgreSQL whose host is always the one in its URL, and whose password may come
 * from a file.
 *
 * <p>Jakarta EE gives every data source the server name {@code localhost}. Payara calls the setters
 * in the order of reflection, which differs from start to start, so that this name would replace
 * the host of the URL at some starts.
 */
public class UrlDataSource extends PGConnectionPoolDataSource {
  private static final String INVALID_PASSWORD = "28P01";
  private static final long serialVersionUID = 1L;

  private String passwordFile = "";

  /** Does nothing: the URL names the host. */
  @Override
  @Deprecated
  public void setServerName(String serverName) {}

  public String getPasswordFile() {
    return passwordFile;
  }

  /** Takes the file with the password; empty if the password is given itself. */
  public void setPasswordFile(String passwordFile) {
    this.passwordFile = passwordFile;
  }

  /** Connects; reads the file anew, so that a changed password needs no restart. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return super.getConnection(user, passwordFile.isBlank() ? password : passwordFromFile());
  }

  private String passwordFromFile() throws SQLException {
    try {
      return Files.readString(Path.of(passwordFile)).replaceFirst("\\r?\\n$", "");
    } catch (IOException e) {
      throw new SQLException(
          "URU_DATABASE_PASSWORD_FILE cannot be read: " + passwordFile, INVALID_PASSWORD, e);
    }
  }
}
