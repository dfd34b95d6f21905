package com.uru.chatbot.db;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Reads a file of {@link Backup} into a database without data: first the schema that the backup was
 * made with, then all rows in one transaction, then the schema of this release.
 */
final class Restore {
  private static final String PEOPLE = "users";

  /** Values of another form, and keys that are missing or there twice. */
  private static final String BAD_ROWS = "2[23]...";

  private final DatabaseMigration.Target target;
  private final @Nullable Path serverKeys;

  /**
   * A restore.
   *
   * @param target a database without data, with both roles
   * @param serverKeys where the server's keys are to be; what is there gets the ending {@code
   *     .before-restore}
   */
  Restore(DatabaseMigration.Target target, @Nullable Path serverKeys) {
    this.target = target;
    this.serverKeys = serverKeys;
  }

  /** Why a backup was not restored, in one line; nothing of it is in the database. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Restores a backup.
   *
   * @param owner a connection of the owner role
   * @return the number of rows
   * @throws RefusedException if the file is not a whole backup of this or an older release, or the
   *     database has data or is in use
   */
  long read(Connection owner, InputStream backup)
      throws SQLException, IOException, RefusedException {
    try (ZipInputStream zip = new ZipInputStream(backup)) {
      Properties manifest = manifest(zip);
      requireUnused(owner);
      migrateTo(owner, schema(manifest));
      long rows = load(owner, zip, manifest);
      DatabaseMigration.migrate(target);
      return rows;
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw new RefusedException("The file is damaged or cut off: " + e.getMessage());
    }
  }

  private static Properties manifest(ZipInputStream zip) throws IOException, RefusedException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(BackupFormat.MANIFEST)) {
      throw new RefusedException("The file is not a backup of Uru");
    }
    Properties manifest = properties(zip);
    if (!String.valueOf(BackupFormat.VERSION)
        .equals(manifest.getProperty(BackupFormat.FORMAT_KEY))) {
      throw new RefusedException("The backup was made by a newer release: restore it with that");
    }
    return manifest;
  }

  private static int schema(Properties manifest) throws RefusedException {
    String version = manifest.getProperty(BackupFormat.SCHEMA_KEY, "");
    if (!version.matches("[0-9]{1,6}")) {
      throw new RefusedException("The file is not a backup of Uru");
    }
    int schema = Integer.parseInt(version);
    if (schema > SchemaVersion.CURRENT) {
      throw new RefusedException(
          "The backup was made by a newer release (schema %d, this one has %d): restore it with that"
              .formatted(schema, SchemaVersion.CURRENT));
    }
    return schema;
  }

  private static void requireUnused(Connection owner) throws SQLException, RefusedException {
    String others =
        "select exists(select from pg_stat_activity where datname = current_database()"
            + " and pid <> pg_backend_pid() and usename is not null)";
    if (isTrue(owner, others)) {
      throw new RefusedException("The database is in use: stop all servers first");
    }
    if (hasData(owner)) {
      throw new RefusedException(
          "The database has data already: restore into a new one, or drop this one first");
    }
  }

  /** The migrations make a tenant; every other row belongs to a user. */
  private static boolean hasData(Connection owner) throws SQLException {
    return BackedUpTable.of(owner).stream().anyMatch(table -> table.name().equals(PEOPLE))
        && isTrue(owner, "select exists(select from " + PEOPLE + ")");
  }

  private static boolean isTrue(Connection owner, String query) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** What a set-up has made is dropped: rows of an older schema do not fit into it. */
  private void migrateTo(Connection owner, int schema) throws SQLException {
    if (!BackedUpTable.of(owner).isEmpty()) {
      DatabaseMigration.dropAll(target);
    }
    DatabaseMigration.migrate(target, schema);
  }

  private long load(Connection owner, ZipInputStream zip, Properties manifest)
      throws SQLException, IOException, RefusedException {
    owner.setAutoCommit(false);
    try {
      List<BackedUpTable> tables = BackedUpTable.of(owner);
      requireSameTables(tables, manifest);
      for (BackedUpTable table : tables) {
        suspendRules(owner, table);
      }
      for (int i = tables.size() - 1; i >= 0; i--) {
        execute(owner, "delete from " + tables.get(i).name());
      }
      Map<String, Long> counts = new HashMap<>();
      @Nullable Path keys = copyAll(owner, zip, tables, counts);
      // What waits for the end of the transaction would be in the way of "alter table".
      execute(owner, "set constraints all immediate");
      for (BackedUpTable table : tables) {
        continueRules(owner, table);
      }
      owner.commit();
      putInPlace(keys);
      return counts.values().stream().mapToLong(Long::longValue).sum();
    } finally {
      owner.rollback();
      owner.setAutoCommit(true);
    }
  }

  private static void requireSameTables(List<BackedUpTable> tables, Properties manifest)
      throws RefusedException {
    for (BackedUpTable table : tables) {
      String columns = manifest.getProperty(BackupFormat.COLUMNS_PREFIX + table.name());
      if (!String.join(",", table.columns()).equals(columns)) {
        throw new RefusedException(
            "The table %s of the backup is not that of its release".formatted(table.name()));
      }
    }
  }

  /** Copies the rows and returns the file with the keys, which is not in its place yet. */
  private @Nullable Path copyAll(
      Connection owner, ZipInputStream zip, List<BackedUpTable> tables, Map<String, Long> counts)
      throws SQLException, IOException, RefusedException {
    CopyManager copies = owner.unwrap(PGConnection.class).getCopyAPI();
    Map<String, BackedUpTable> byEntry = new HashMap<>();
    tables.forEach(table -> byEntry.put(BackupFormat.TABLES + table.name(), table));
    @Nullable Path keys = null;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      BackedUpTable table = byEntry.get(entry.getName());
      if (table != null) {
        counts.put(table.name(), copy(copies, table, zip));
      } else if (entry.getName().equals(BackupFormat.SERVER_KEYS)) {
        keys = storeKeys(zip);
      } else if (entry.getName().equals(BackupFormat.END)) {
        requireComplete(properties(zip), tables, counts);
        return keys;
      } else {
        throw new RefusedException("The file is damaged: it has a part that no backup has");
      }
    }
    throw new RefusedException("The file is cut off");
  }

  /** The message of the database would quote the row. */
  private static long copy(CopyManager copies, BackedUpTable table, InputStream rows)
      throws SQLException, IOException, RefusedException {
    try {
      return copies.copyIn("copy " + table.toSql() + " from stdin", rows);
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).matches(BAD_ROWS)) {
        throw new RefusedException(
            "The file is damaged: the rows of table %s do not fit (SQL state %s)"
                .formatted(table.name(), e.getSQLState()));
      }
      throw e;
    }
  }

  private static void requireComplete(
      Properties end, List<BackedUpTable> tables, Map<String, Long> counts)
      throws RefusedException {
    for (BackedUpTable table : tables) {
      String expected = end.getProperty(table.name());
      if (!String.valueOf(counts.get(table.name())).equals(expected)) {
        throw new RefusedException(
            "The table %s has %s rows in the file and should have %s"
                .formatted(table.name(), counts.get(table.name()), expected));
      }
    }
  }

  /**
   * Only superusers may load rows past a policy, so the owner is exempt from its policies while
   * this transaction runs. Triggers would count and tell what is already counted.
   */
  private static void suspendRules(Connection owner, BackedUpTable table) throws SQLException {
    if (table.policies()) {
      execute(owner, "alter table " + table.name() + " no force row level security");
    }
    execute(owner, "alter table " + table.name() + " disable trigger user");
  }

  private static void continueRules(Connection owner, BackedUpTable table) throws SQLException {
    execute(owner, "alter table " + table.name() + " enable trigger user");
    if (table.policies()) {
      execute(owner, "alter table " + table.name() + " force row level security");
    }
    for (String column : identities(owner, table)) {
      execute(
          owner,
          "select setval(pg_get_serial_sequence('%1$s', '%2$s'), coalesce(max(%2$s), 0) + 1, false) from %1$s"
              .formatted(table.name(), column));
    }
    execute(owner, "analyze " + table.name());
  }

  private static List<String> identities(Connection owner, BackedUpTable table)
      throws SQLException {
    try (PreparedStatement statement =
        owner.prepareStatement(
            "select array(select attname::text from pg_attribute"
                + " where attrelid = ?::regclass and attidentity <> '')")) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return List.of((String[]) row.getArray(1).getArray());
      }
    }
  }

  private static void execute(Connection owner, String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private @Nullable Path storeKeys(InputStream zip) throws IOException {
    if (serverKeys == null) {
      return null;
    }
    Path stored = sibling(serverKeys, ".restored");
    Files.deleteIfExists(stored);
    OwnerOnlyFile.write(stored, zip.readAllBytes());
    return stored;
  }

  private void putInPlace(@Nullable Path keys) throws IOException {
    if (keys == null || serverKeys == null) {
      return;
    }
    if (Files.exists(serverKeys)) {
      Files.move(
          serverKeys, sibling(serverKeys, ".before-restore"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(keys, serverKeys, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static Properties properties(InputStream entry) throws IOException {
    Properties properties = new Properties();
    properties.load(entry);
    return properties;
  }
}
