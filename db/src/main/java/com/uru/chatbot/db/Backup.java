package com.uru.chatbot.db;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes the database and the server's keys into one file, as {@link BackupFormat} describes, while
 * the application runs: all tables as they were at one moment. {@link Restore} reads it.
 */
final class Backup {
  private Backup() {}

  /**
   * Writes a backup; the stream stays open.
   *
   * @param owner a connection of the owner role; ends in a new transaction
   * @param serverKeys the file of the server's keys, {@code null} for none
   * @return the number of rows
   */
  static long write(Connection owner, @Nullable Path serverKeys, OutputStream out)
      throws SQLException, IOException {
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
    }
    try (ZipOutputStream zip = new ZipOutputStream(new Unclosed(out))) {
      List<BackedUpTable> tables = BackedUpTable.of(owner);
      put(zip, BackupFormat.MANIFEST, manifest(SchemaVersion.of(owner), tables));
      if (serverKeys != null) {
        put(zip, BackupFormat.SERVER_KEYS, Files.readAllBytes(serverKeys));
      }
      CopyManager copies = owner.unwrap(PGConnection.class).getCopyAPI();
      StringBuilder counts = new StringBuilder();
      long all = 0;
      for (BackedUpTable table : tables) {
        zip.putNextEntry(new ZipEntry(BackupFormat.TABLES + table.name()));
        long rows = copies.copyOut("copy " + table.toSql() + " to stdout", zip);
        zip.closeEntry();
        counts.append(table.name()).append('=').append(rows).append('\n');
        all += rows;
      }
      put(zip, BackupFormat.END, bytes(counts));
      return all;
    } finally {
      owner.rollback();
    }
  }

  private static byte[] manifest(int schema, List<BackedUpTable> tables) {
    StringBuilder text = new StringBuilder();
    text.append(BackupFormat.FORMAT_KEY).append('=').append(BackupFormat.VERSION).append('\n');
    text.append(BackupFormat.SCHEMA_KEY).append('=').append(schema).append('\n');
    for (BackedUpTable table : tables) {
      text.append(BackupFormat.COLUMNS_PREFIX).append(table.name()).append('=');
      text.append(String.join(",", table.columns())).append('\n');
    }
    return bytes(text);
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /** Closing a ZIP file frees its native memory, and would close standard output too. */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
