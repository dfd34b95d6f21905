package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.launcher.DatabaseAccess.Credentials;
import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.launcher.PayaraServer;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.dev.proxy.RoundRobinProxy;
import com.uru.chatbot.serverkey.ServerKeysFile;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Two servers on one PostgreSQL behind a load balancer without affinity, with the practice upstream
 * in this process. Data, logs and keys are in {@code target/nodes}.
 */
final class TwoNodes implements AutoCloseable {
  static final Duration GRACE = Duration.ofSeconds(4);
  static final int QUESTIONS_PER_MINUTE = 120;

  private final Path state = ServerEnvironment.ROOT.resolve("dev/target/nodes");
  private final PracticeUpstream upstream = PracticeUpstream.start(0, Duration.ofMillis(10));
  private final EmbeddedDatabase database;
  private final RoundRobinProxy proxy;
  private final Node a;
  private final Node b;

  /** One of the servers. */
  final class Node {
    private final String name;
    private final int port;
    private PayaraServer server;
    private int starts;

    private Node(String name, int port) {
      this.name = name;
      this.port = port;
      this.server = launch();
    }

    private PayaraServer launch() {
      starts++;
      return ServerEnvironment.of(port, database.access(), serverKeys(), upstream.url())
          .with("URU_ISSUER", "http://localhost")
          .with("URU_RATE_LIMIT_GENERATIONS_PER_MINUTE", "" + QUESTIONS_PER_MINUTE)
          .with("URU_SHUTDOWN_GRACE", GRACE.toString())
          .with("URU_SHUTDOWN_DELAY", RoundRobinProxy.CHECK_INTERVAL.multipliedBy(5).toString())
          .start(state.resolve("payara-" + name), state.resolve(name + "-" + starts + ".log"));
    }

    String url() {
      return server.url();
    }

    /** Drains it, stops it and starts it again. */
    void restart() {
      stop();
      start();
    }

    /** As {@code kill -9}. */
    void kill() {
      server.kill();
    }

    /** Drains it, then stops it. */
    void stop() {
      server.close();
    }

    /** Starts it again, and waits until the load balancer knows. */
    void start() {
      server = launch();
      server.awaitReady();
      Eventually.within(
          Duration.ofSeconds(10), "the load balancer", () -> proxy.ready().contains(port));
    }
  }

  private TwoNodes() throws IOException {
    deleteOldData();
    Files.createDirectories(state);
    ServerKeysFile.generate(serverKeys());
    database = EmbeddedDatabase.start(state.resolve("postgres"), 0);
    database.access().migrate();
    int portOfB = freePort();
    CompletableFuture<Node> second = CompletableFuture.supplyAsync(() -> new Node("b", portOfB));
    a = new Node("a", freePort());
    b = second.join();
    proxy = RoundRobinProxy.start(0, List.of(a.port, b.port));
  }

  static TwoNodes start() {
    try {
      TwoNodes nodes = new TwoNodes();
      nodes.awaitReady();
      return nodes;
    } catch (IOException e) {
      throw new AssertionError("The nodes did not start", e);
    }
  }

  private void awaitReady() {
    try {
      a.server.awaitReady();
      b.server.awaitReady();
      Eventually.within(
          Duration.ofSeconds(10), "the load balancer", () -> proxy.ready().size() == 2);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** All but the layout of the servers, which never changes. */
  private void deleteOldData() throws IOException {
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> old = Files.list(state)) {
      for (Path path : old.filter(p -> !p.getFileName().toString().startsWith("payara")).toList()) {
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

  Node a() {
    return a;
  }

  Node b() {
    return b;
  }

  /** Where the load balancer is. */
  String url() {
    return proxy.url();
  }

  /** The file with the key pairs of both, which each reads when it starts. */
  Path serverKeys() {
    return state.resolve("server-keys.json");
  }

  /** A new user, signed in through the load balancer. */
  UruClient newUser() {
    UruClient client = new UruClient(url());
    client.register(
        "user-" + UUID.randomUUID() + "@example.org", ServerEnvironment.PASSWORD, "Test User");
    return client;
  }

  /** How many answers the upstream is writing. */
  int openAnswers() {
    return new UruClient(upstream.url()).get("/__practice/open").json().getInt("open");
  }

  /** The requests for answers that the upstream got with this key, titles left out. */
  List<JsonObject> upstreamRequests(String key) {
    return UpstreamRequests.of(upstream, key);
  }

  /** A connection of the role that the servers have. */
  Connection application() throws SQLException {
    return connect(database.access().application());
  }

  /** A connection that sees every row. */
  Connection owner() throws SQLException {
    return connect(database.access().owner());
  }

  private Connection connect(Credentials role) throws SQLException {
    return DriverManager.getConnection(database.access().url(), role.user(), role.password());
  }

  @Override
  public void close() {
    a.kill();
    b.kill();
    try {
      proxy.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    database.close();
    upstream.close();
  }
}
