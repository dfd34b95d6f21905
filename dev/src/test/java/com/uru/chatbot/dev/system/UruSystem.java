package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.FaultProxy;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One running Uru for all system tests of a run: embedded PostgreSQL, the practice upstream in this
 * process, and the real WAR on Payara Micro as a child process. Its parts can be killed and started
 * again, and between them are proxies that can break their connections; data, logs and keys are in
 * {@code target/system}.
 */
public final class UruSystem implements AutoCloseable {
  public static final String PASSWORD = ServerEnvironment.PASSWORD;
  public static final String ADMINISTRATOR = ServerEnvironment.ADMINISTRATOR;

  /** Where a thread of the server is that waits for a socket to take more. */
  static final String BLOCKED_WRITE = "blockAfterWriteIfNeeded";

  /** The last line of a class histogram: how many objects, how many bytes. */
  private static final Pattern ALL_OBJECTS = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private static final Pattern STREAMS_OPEN =
      Pattern.compile("^uru_streams_open\\S* (\\d+)", Pattern.MULTILINE);

  private final Path state = ServerEnvironment.ROOT.resolve("dev/target/system");
  private final PracticeUpstream upstream = PracticeUpstream.start(0, Duration.ofMillis(5));
  private final AtomicInteger starts = new AtomicInteger();
  private final int port;
  private final FaultProxy upstreamProxy;
  private final FaultProxy databaseProxy;
  private EmbeddedDatabase database;
  private PayaraServer server;

  private UruSystem() throws IOException {
    deleteOldData();
    Files.createDirectories(state);
    ServerKeysFile.generate(state.resolve("server-keys.json"));
    port = freePort();
    database = EmbeddedDatabase.start(state.resolve("postgres"), 0);
    database.access().migrate();
    upstreamProxy = FaultProxy.to(URI.create(upstream.url()).getPort());
    databaseProxy = FaultProxy.to(database.port());
    server = launch(Map.of());
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

  private PayaraServer launch(Map<String, String> more) {
    ServerEnvironment environment =
        ServerEnvironment.of(
            port,
            database.accessAt(databaseProxy.port()),
            state.resolve("server-keys.json"),
            "http://127.0.0.1:" + upstreamProxy.port());
    for (Map.Entry<String, String> variable : more.entrySet()) {
      environment = environment.with(variable.getKey(), variable.getValue());
    }
    return environment.start(state.resolve("payara"), log(starts.incrementAndGet()));
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

  /** The address that the server is told to have for its clients. */
  String issuer() {
    return ServerEnvironment.issuer(port);
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

  /**
   * A user of a new tenant, signed in. There is no endpoint for tenants yet, so the owner of the
   * database makes one.
   */
  UruClient newUserOfAnotherTenant(String role) {
    UruClient template = newUser();
    String email = "other-" + UUID.randomUUID() + "@example.org";
    try (Connection owner = owner();
        PreparedStatement statement =
            owner.prepareStatement(
                "with tenant as (insert into tenants (tenant_id, name)"
                    + " values (gen_random_uuid(), 'Other') returning tenant_id)"
                    + " insert into users (tenant_id, id, email, display_name, role, password_hash)"
                    + " select tenant.tenant_id, gen_random_uuid(), ?, 'Other', ?, u.password_hash"
                    + " from tenant, users u where u.email = ?")) {
      statement.setString(1, email);
      statement.setString(2, role);
      statement.setString(3, template.email());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return signedIn(email, PASSWORD);
  }

  /** The requests for answers that the upstream got with this key, titles left out. */
  List<JsonObject> upstreamRequests(String key) {
    return UpstreamRequests.of(upstream, key);
  }

  /** How often the upstream was asked for an answer, by the fingerprint of the key. */
  Map<String, Long> upstreamCalls() {
    return UpstreamRequests.calls(upstream);
  }

  /** How many answers the upstream is still telling. */
  int upstreamOpen() {
    return new UruClient(upstream.url()).get("/__practice/open").json().getInt("open");
  }

  /** Makes the upstream forget what it was asked; it remembers the last thousand requests. */
  void forgetUpstreamRequests() {
    new UruClient(upstream.url()).delete("/__practice/requests").expect(204);
  }

  /** A connection that sees every row. */
  Connection owner() throws SQLException {
    DatabaseAccess access = database.access();
    return DriverManager.getConnection(
        access.url(), access.owner().user(), access.owner().password());
  }

  /** How many answers are not in their final state. */
  long streamingRows() {
    return select(
            "select (select count(*) from messages where status = 'streaming')"
                + " + (select count(*) from generations where status = 'streaming')",
            row -> row.getLong(1))
        .get(0);
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface RowReader<T> {
    /** Reads the current row. */
    T read(ResultSet row) throws SQLException;
  }

  /** What the owner of the database finds, who sees every row. */
  <T> List<T> select(String query, RowReader<T> reader, Object... parameters) {
    try (Connection owner = owner();
        PreparedStatement statement = owner.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
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
    startServer(Map.of());
  }

  /** The same in another environment: with these variables beside the usual ones. */
  void startServer(Map<String, String> environment) {
    server = launch(environment);
    server.awaitReady();
  }

  void awaitServer() {
    server.awaitReady();
  }

  ProcessHandle serverProcess() {
    return server.process();
  }

  /** Between the server and its database. */
  FaultProxy databaseProxy() {
    return databaseProxy;
  }

  /** Between the server and the practice upstream. */
  FaultProxy upstreamProxy() {
    return upstreamProxy;
  }

  EmbeddedDatabase database() {
    return database;
  }

  /** What the server tells who watches it. */
  String metrics() {
    String credentials = "metrics:" + ServerEnvironment.PASSWORD;
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return visitor()
        .send("GET", "//metrics", null, Map.of("Authorization", "Basic " + encoded))
        .expect(200)
        .body();
  }

  /** How many answers and readers the server counts. */
  int openStreams() {
    Matcher gauge = STREAMS_OPEN.matcher(metrics());
    if (!gauge.find()) {
      throw new AssertionError("uru_streams_open is not among the metrics");
    }
    return Integer.parseInt(gauge.group(1));
  }

  /** How many threads the server has. */
  long serverThreads() {
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + server.process().pid(), "task"))) {
      return threads.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes of the server's live objects, counted in the pause of a full collection. */
  long serverHeap() {
    Matcher all = ALL_OBJECTS.matcher(jcmd("GC.class_histogram"));
    assertThat(all.find()).as("the sum of the histogram").isTrue();
    return Long.parseLong(all.group(1));
  }

  /** How many threads of the server are in this method. */
  int serverThreadsIn(String method) {
    return (int) jcmd("Thread.print").lines().filter(line -> line.contains(method)).count();
  }

  /** Writes all objects of the server that can be reached into a file, after a full collection. */
  Path dumpServerHeap() throws IOException {
    Path dump = state.resolve("heap.hprof").toAbsolutePath();
    Files.deleteIfExists(dump);
    assertThat(jcmd("GC.heap_dump", dump.toString())).contains("Heap dump file created");
    return dump;
  }

  private String jcmd(String... command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of(
                              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                              "" + server.process().pid()),
                          Stream.of(command))
                      .toList())
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void stopDatabase() {
    database.close();
  }

  /** Starts the database again, on the same port and data. */
  void startDatabase() {
    database = EmbeddedDatabase.start(state.resolve("postgres"), database.port());
  }

  /** What the server has logged since it was last started. */
  String log() {
    try {
      return Files.readString(log(starts.get()), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path log(int start) {
    return state.resolve("server-" + start + ".log");
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
    databaseProxy.close();
    database.close();
    upstreamProxy.close();
    upstream.close();
  }
}
