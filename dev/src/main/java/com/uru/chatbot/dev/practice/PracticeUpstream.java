package com.uru.chatbot.dev.practice;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import com.uru.chatbot.dev.practice.PracticeConnection.PeerClosedException;
import com.uru.chatbot.dev.practice.PracticeConnection.Request;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stand-in for OpenAI, on a loopback port. The key selects the fault: see {@link
 * PracticeFault}.
 *
 * <p>For black-box tests it answers {@code GET /__practice/requests} (what it received, without
 * keys), {@code DELETE /__practice/requests} (forgets them), {@code GET /__practice/open} (how many
 * answers are under way), {@code GET /__practice/meter} (what the answers of each model cost) and
 * {@code DELETE /__practice/meter} (sets the sums to zero and empties the prompt cache).
 */
public final class PracticeUpstream implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(PracticeUpstream.class.getName());
  private static final Duration PLEASANT_GAP = Duration.ofMillis(20);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String REGIONAL_ADDRESS = "127.0.0.2";

  private final ServerSocket server;
  private final ServerSocket regionalServer;
  private final PracticeJournal journal;
  private final PriceMeter meter;
  private final PracticeApi api;
  private final Set<PracticeConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "practice-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private PracticeUpstream(ServerSocket server, ServerSocket regionalServer, Duration gap) {
    this.server = server;
    this.regionalServer = regionalServer;
    Clock clock = Clock.systemUTC();
    journal = new PracticeJournal(clock);
    meter = new PriceMeter(clock);
    api = new PracticeApi(gap, clock, meter, regionalHost());
  }

  /**
   * Starts at a pleasant pace of some fifty tokens a second.
   *
   * @param port 0 for any free one
   */
  public static PracticeUpstream start(int port) {
    return start(port, PLEASANT_GAP);
  }

  /**
   * Starts with a pace of its own.
   *
   * @param port 0 for any free one
   * @param gap between two tokens; zero for none
   */
  public static PracticeUpstream start(int port, Duration gap) {
    try {
      ServerSocket server = listen(port, LOOPBACK);
      PracticeUpstream upstream =
          new PracticeUpstream(server, listenRegionally(server.getLocalPort()), gap);
      upstream.executor.execute(() -> upstream.accept(upstream.server));
      upstream.executor.execute(() -> upstream.accept(upstream.regionalServer));
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on a second loopback address, or on another port where there is only one. */
  private static ServerSocket listenRegionally(int port) throws IOException {
    try {
      return listen(port, REGIONAL_ADDRESS);
    } catch (BindException e) {
      LOGGER.log(DEBUG, "There is no second loopback address; another port is the region", e);
      return listen(0, LOOPBACK);
    }
  }

  private static ServerSocket listen(int port, String address) throws IOException {
    return new ServerSocket(port, 200, InetAddress.getByName(address));
  }

  /**
   * Runs until it is killed. The first argument is the port (default 8089), the second the tokens a
   * second (default 50).
   */
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8089;
    int tokensPerSecond = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    PracticeUpstream upstream = start(port, Duration.ofSeconds(1).dividedBy(tokensPerSecond));
    Runtime.getRuntime().addShutdownHook(new Thread(upstream::close, "practice-stop"));
    LOGGER.log(INFO, "The practice upstream listens at {0}/v1", upstream.url());
    Thread.currentThread().join();
  }

  /** How the list of requests names a key: the start of its SHA-256, in hexadecimal digits. */
  public static String fingerprint(String key) {
    return JournalEntry.fingerprint(key);
  }

  /** Returns where it listens, without {@code /v1}. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * Returns the host and port that stand for {@code eu.api.openai.com}: {@code 127.0.0.2} with the
   * port of {@link #url()}, or another port where the system has no such address.
   */
  public String regionalHost() {
    return regionalServer.getInetAddress().getHostAddress() + ":" + regionalServer.getLocalPort();
  }

  private void accept(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        executor.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOGGER.log(WARNING, "A connection was not accepted", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (PracticeConnection connection = new PracticeConnection(socket)) {
      connections.add(connection);
      try {
        for (Request request = connection.read();
            request != null && !socket.isClosed();
            request = connection.read()) {
          answer(request, connection);
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException e) {
      LOGGER.log(DEBUG, "A connection ended early", e);
    }
  }

  private void answer(Request request, PracticeConnection connection) throws IOException {
    if (request.path().startsWith("/__practice/")) {
      control(request, connection);
      return;
    }
    JournalEntry entry = journal.open(request);
    try {
      journal.end(entry, api.answer(request, connection, entry));
    } catch (PeerClosedException e) {
      journal.end(entry, State.CLOSED_BY_PEER);
      throw e;
    } finally {
      journal.end(entry, State.CUT);
    }
  }

  private void control(Request request, PracticeConnection connection) throws IOException {
    Map<String, String> json = Map.of("content-type", "application/json");
    switch (request.method() + " " + request.path()) {
      case "GET /__practice/requests" -> connection.send(200, json, journal.toJson().toString());
      case "DELETE /__practice/requests" -> {
        journal.clear();
        connection.send(204, Map.of(), "");
      }
      case "GET /__practice/meter" -> connection.send(200, json, meter.toJson().toString());
      case "DELETE /__practice/meter" -> {
        meter.clear();
        connection.send(204, Map.of(), "");
      }
      case "GET /__practice/open" ->
          connection.send(
              200,
              json,
              Json.createObjectBuilder().add("open", journal.openRequests()).build().toString());
      default -> connection.send(404, Map.of(), "");
    }
  }

  /** Ends every connection; nothing listens any more. */
  @Override
  public void close() {
    try {
      server.close();
      regionalServer.close();
      for (PracticeConnection connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      LOGGER.log(WARNING, "The practice upstream did not close well", e);
    }
    executor.shutdown();
  }
}
