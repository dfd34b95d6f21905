package com.uru.chatbot.db;

/**
 * The file of a backup: a ZIP file that is written and read from its begin to its end. Its entries,
 * in this order: {@link #MANIFEST}, {@link #SERVER_KEYS} if there are keys, one {@code
 * tables/<name>} for each table in PostgreSQL's text format of {@code COPY}, and {@link #END} with
 * the number of rows of each, without which the file is not whole.
 */
final class BackupFormat {
  /** Rises when an older release could not read the file. */
  static final int VERSION = 1;

  /** Properties (java.util.Properties): {@link #FORMAT_KEY}, {@link #SCHEMA_KEY} and tables. */
  static final String MANIFEST = "manifest.properties";

  static final String SERVER_KEYS = "server-keys.json";
  static final String TABLES = "tables/";

  /** Properties: {@code <table>} is its number of rows. */
  static final String END = "end.properties";

  static final String FORMAT_KEY = "format";
  static final String SCHEMA_KEY = "schema";

  /** Before the name of a table; the value is its columns, separated by commas. */
  static final String COLUMNS_PREFIX = "columns.";

  private BackupFormat() {}
}
