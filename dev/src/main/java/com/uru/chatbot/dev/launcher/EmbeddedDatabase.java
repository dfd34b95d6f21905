package com.uru.chatbot.dev.launcher;

import com.uru.chatbot.db.DatabaseRoles;
import com.uru.chatbot.dev.launcher.DatabaseAccess.Credentials;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that Maven brings along, on a loopback port, with its data in a folder. It is as
 * durable as a real one: what was committed survives a kill.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The server trusts connections from this machine, so this protects nothing. */
  private static final String PASSWORD = "development";

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final EmbeddedPostgres postgres;

  private EmbeddedDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts on the data of the folder, or on new data; ends what a killed launcher left running.
   *
   * @param port 0 for any free one
   */
  public static EmbeddedDatabase start(Path data, int port) {
    try {
      Files.createDirectories(data.getParent());
      endLeftover(data.resolve("postmaster.pid"));
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setOutputRedirector(Redirect.DISCARD)
              .setErrorRedirector(Redirect.DISCARD)
              .start();
      try (Connection superuser = postgres.getPostgresDatabase().getConnection()) {
        DatabaseRoles.create(superuser, PASSWORD, PASSWORD);
      }
      return new EmbeddedDatabase(postgres);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new LaunchFailedException(
          "The embedded PostgreSQL did not start on " + data + ": " + e.getMessage(), e);
    }
  }

  private static void endLeftover(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> leftover =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    if (leftover.isPresent()) {
      interrupt(leftover.get());
    }
  }

  /** SIGINT is PostgreSQL's fast shutdown: it does not wait for clients. */
  private static void interrupt(ProcessHandle postgres) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(postgres.pid())).start();
    try {
      postgres.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "an earlier one with process id " + postgres.pid() + " does not end", e);
    }
  }

  /** How to reach it. */
  public DatabaseAccess access() {
    return new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + DatabaseRoles.DATABASE,
        new Credentials(DatabaseRoles.OWNER, PASSWORD),
        new Credentials(DatabaseRoles.APPLICATION, PASSWORD));
  }

  /** Where it listens. */
  public int port() {
    return postgres.getPort();
  }

  /** Stops it; the data stays. */
  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new LaunchFailedException("The embedded PostgreSQL did not stop: " + e.getMessage(), e);
    }
  }
}
