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
  private final Path data;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path data) {
    this.postgres = postgres;
    this.data = data;
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
      return new EmbeddedDatabase(postgres, data);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new LaunchFailedException(
          "The embedded PostgreSQL did not start on " + data + ": " + e.getMessage(), e);
    }
  }

  private static void endLeftover(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> leftover =
        postmaster(pidFile)
            .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    if (leftover.isPresent()) {
      signal("INT", leftover.get());
      awaitEnd(leftover.get());
    }
  }

  private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
  }

  private static void signal(String signal, ProcessHandle process) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    kill.onExit().join();
  }

  private static void awaitEnd(ProcessHandle postgres) throws IOException {
    try {
      postgres.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the one with process id " + postgres.pid() + " does not end", e);
    }
  }

  /** How to reach it. */
  public DatabaseAccess access() {
    return accessAt(port());
  }

  /** How to reach it through a proxy. */
  public DatabaseAccess accessAt(int port) {
    return new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + DatabaseRoles.DATABASE,
        new Credentials(DatabaseRoles.OWNER, PASSWORD),
        new Credentials(DatabaseRoles.APPLICATION, PASSWORD));
  }

  /** Where it listens. */
  public int port() {
    return postgres.getPort();
  }

  /**
   * Ends it as a crash does: at once, without a checkpoint ({@code pg_ctl stop -m immediate}). The
   * next start on the data recovers from the write-ahead log.
   */
  public void crash() {
    try {
      ProcessHandle postmaster = postmaster();
      signal("QUIT", postmaster);
      awaitEnd(postmaster);
    } catch (IOException e) {
      throw new LaunchFailedException("PostgreSQL did not crash: " + e.getMessage(), e);
    }
    close();
  }

  /** Stops every process of it in its tracks: it is there, but it does not answer. */
  public void freeze() {
    signalAll("STOP");
  }

  /** The end of {@link #freeze}. */
  public void thaw() {
    signalAll("CONT");
  }

  private void signalAll(String signal) {
    try {
      ProcessHandle postmaster = postmaster();
      signal(signal, postmaster);
      for (ProcessHandle backend : postmaster.children().toList()) {
        signal(signal, backend);
      }
    } catch (IOException e) {
      throw new LaunchFailedException("PostgreSQL got no signal: " + e.getMessage(), e);
    }
  }

  private ProcessHandle postmaster() throws IOException {
    return postmaster(data.resolve("postmaster.pid"))
        .orElseThrow(() -> new LaunchFailedException("PostgreSQL does not run"));
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
