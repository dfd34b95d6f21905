package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.launcher.PayaraServer;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.serverkey.ServerKeysFile;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One running Uru for all system tests of a run: embedded PostgreSQL, the practice upstream in this
 * process, and the real WAR on Payara Micro as a child process. Its parts can be killed and started
 * again; data, logs and keys are in {@code target/system}.
 */
public final class UruSystem implements AutoCloseable {
  static final String PASSWORD = ServerEnvironment.PASSWORD;
  static final String ADMINISTRATOR = ServerEnvironment.ADMINISTRATOR;

  private final Path state = ServerEnvironment.ROOT.resolve("dev/target/system");
  private final PracticeUpstream upstream = PracticeUpstream.start(0, Duration.ofMillis(5));
  private final AtomicInteger starts = new AtomicInteger();
  private final int port;
  private EmbeddedDatabase database;
  private PayaraServer server;

  private UruSystem() throws IOException {
    deleteOldData();
    Files.createDirectories(state);
    ServerKeysFile.generate(state.resolve("server-keys.json"));
    port = freePort();
    database = EmbeddedDatabase.start(state.resolve("postgres"), 0);
    database.access().migrate();
    server = launch();
  }

  static UruSystem start() {
    try {
      UruSystem system = new UruSystem();
      system.server.awaitReady();
      return system;
    } catch (IOException e) {
      throw new AssertionError("The system did not start", e);
    }
  }

  /** All but the layout of the server, which never changes. */
  private void deleteOldData() throws IOException {
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> old = Files.list(state)) {
      for (Path path : old.filter(p -> !p.endsWith("payara")).toList()) {
        deleteTree(path);
      }
    }
  }

  private static void deleteTree(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private PayaraServer launch() {
    return ServerEnvironment.of(
            port, database.access(), state.resolve("server-keys.json"), upstream.url())
        .start(
            state.resolve("payara"), state.resolve("server-" + starts.incrementAndGet() + ".log"));
  }

  /** The project's folder. */
  public Path root() {
    return ServerEnvironment.ROOT;
  }

  /** Where the practice upstream listens, without {@code /v1}. */
  public String upstreamUrl() {
    return upstream.url();
  }

  /** Where the server listens. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** A client that is not signed in. */
  UruClient visitor() {
    return new UruClient(url());
  }

  /** A new user of the default tenant, signed in. */
  UruClient newUser() {
    UruClient client = visitor();
    client.register("user-" + UUID.randomUUID() + "@example.org", PASSWORD, "Test User");
    return client;
  }

  UruClient signedIn(String email, String password) {
    UruClient client = visitor();
    client.login(email, password);
    return client;
  }

  /** The requests for answers that the upstream got with this key, titles left out. */
  List<JsonObject> upstreamRequests(String key) {
    return UpstreamRequests.of(upstream, key);
  }

  /** A connection that sees every row. */
  Connection owner() throws SQLException {
    DatabaseAccess access = database.access();
    return DriverManager.getConnection(
        access.url(), access.owner().user(), access.owner().password());
  }

  /** The key pairs of the server, for who wants to forge its tokens. */
  ServerKeys serverKeys() {
    try {
      return ServerKeys.ofJson(Files.readString(state.resolve("server-keys.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@code kill -9} of the server. */
  void killServer() {
    server.kill();
  }

  /** Starts the server again and waits until it is ready. */
  void startServer() {
    server = launch();
    server.awaitReady();
  }

  void awaitServer() {
    server.awaitReady();
  }

  ProcessHandle serverProcess() {
    return server.process();
  }

  void stopDatabase() {
    database.close();
  }

  /** Starts the database again, on the same port and data. */
  void startDatabase() {
    database = EmbeddedDatabase.start(state.resolve("postgres"), database.port());
  }

  /** Everything that any start of the server has said. */
  String logs() {
    try (Stream<Path> files = Files.list(state)) {
      StringBuilder logs = new StringBuilder();
      for (Path log : files.filter(p -> p.toString().endsWith(".log")).toList()) {
        logs.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
      return logs.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.kill();
    database.close();
    upstream.close();
  }
}
