package com.uru.chatbot.db;

import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A data source of PostgreSQL whose host is always the one in its URL.
 *
 * <p>Jakarta EE gives every data source the server name {@code localhost}. Payara calls the setters
 * in the order of reflection, which differs from start to start, so that this name would replace
 * the host of the URL at some starts.
 */
public class UrlDataSource extends PGConnectionPoolDataSource {
  private static final long serialVersionUID = 1L;

  /** Does nothing: the URL names the host. */
  @Override
  @Deprecated
  public void setServerName(String serverName) {}
}
