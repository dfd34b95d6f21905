package com.uru.chatbot.db;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import com.uru.chatbot.db.DatabaseMigration.MigrationFailedException;
import com.uru.chatbot.db.DatabaseMigration.MissingSettingException;
import com.uru.chatbot.db.DatabaseMigration.Target;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code backup} and {@code restore} of an installation. A file named {@code -} is
 * standard output or standard input.
 */
public final class BackupCommand {
  private static final System.Logger LOGGER = System.getLogger(BackupCommand.class.getName());
  private static final String STANDARD_STREAM = "-";

  /** Held here, or its level would be forgotten with it. */
  private static final java.util.logging.Logger MIGRATION_LOGGER =
      java.util.logging.Logger.getLogger("org.flywaydb");

  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;

  BackupCommand(Map<String, String> environment, InputStream in, OutputStream out) {
    this.environment = environment;
    this.in = in;
    this.out = out;
  }

  /**
   * Runs {@code backup <file>} or {@code restore <file>}; exits with an {@link ExitCode}. Reads the
   * settings of {@link DatabaseSetup} and {@code URU_SERVER_KEYS_FILE}.
   */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%n");
    MIGRATION_LOGGER.setLevel(Level.WARNING);
    // System.out swallows errors, such as that of a full disk.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    System.exit(new BackupCommand(System.getenv(), System.in, out).run(args));
  }

  /** Returns an {@link ExitCode}, and logs one line that says what was done or why it was not. */
  int run(String... args) {
    if (args.length != 2 || !(args[0].equals("backup") || args[0].equals("restore"))) {
      LOGGER.log(ERROR, "Use: backup <file>, or restore <file>; - is standard output or input.");
      return ExitCode.USAGE;
    }
    boolean backup = args[0].equals("backup");
    String failed = backup ? "No backup was made: {0}" : "Nothing was restored: {0}";
    try {
      return backup ? backup(args[1]) : restore(args[1]);
    } catch (MissingSettingException e) {
      LOGGER.log(ERROR, failed, "set " + e.getMessage());
      return ExitCode.MISCONFIGURED;
    } catch (DateTimeParseException e) {
      LOGGER.log(ERROR, failed, "URU_DATABASE_WAIT must be a duration such as PT60S");
      return ExitCode.MISCONFIGURED;
    } catch (Restore.RefusedException e) {
      LOGGER.log(ERROR, failed, e.getMessage());
      return ExitCode.BAD_DATA;
    } catch (SQLException e) {
      LOGGER.log(ERROR, failed, DatabaseMigration.firstLine(e.getMessage(), e));
      return ExitCode.of(e);
    } catch (MigrationFailedException e) {
      LOGGER.log(ERROR, failed, e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      LOGGER.log(ERROR, failed, e.toString());
      return ExitCode.FILE;
    }
  }

  private int backup(String file) throws SQLException, IOException {
    Target target = Target.of(environment);
    try (Connection owner = connect(target)) {
      long rows =
          file.equals(STANDARD_STREAM)
              ? Backup.write(owner, serverKeys(), out)
              : backup(owner, Path.of(file));
      LOGGER.log(INFO, "The backup has {0} rows.", rows);
      return ExitCode.OK;
    }
  }

  /** The file gets its name when it is whole and on the disk. */
  private long backup(Connection owner, Path file) throws SQLException, IOException {
    if (Files.exists(file)) {
      throw new IOException(file + " is there already");
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    long rows;
    try (OutputStream content = new BufferedOutputStream(OwnerOnlyFile.create(partial))) {
      rows = Backup.write(owner, serverKeys(), content);
    }
    try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    return rows;
  }

  private int restore(String file) throws SQLException, IOException, Restore.RefusedException {
    Duration wait = DatabaseSetup.wait(environment);
    Target target = Target.of(environment);
    int roles = DatabaseSetup.createRoles(environment, wait);
    if (roles != ExitCode.OK) {
      return roles;
    }
    try (InputStream backup =
            file.equals(STANDARD_STREAM)
                ? in
                : new BufferedInputStream(Files.newInputStream(Path.of(file)));
        Connection owner = connect(target)) {
      long rows = new Restore(target, serverKeys()).read(owner, backup);
      LOGGER.log(INFO, "{0} rows were restored.", rows);
      return ExitCode.OK;
    }
  }

  /** Without a time limit for one answer: a large table takes its time. */
  private Connection connect(Target target) throws SQLException {
    Connection owner = target.connect(DatabaseSetup.wait(environment));
    owner.setNetworkTimeout(Runnable::run, 0);
    return owner;
  }

  private @Nullable Path serverKeys() {
    String file = environment.getOrDefault("URU_SERVER_KEYS_FILE", "");
    return file.isBlank() ? null : Path.of(file);
  }
}
