package com.uru.chatbot.dev.practice;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import com.uru.chatbot.dev.practice.PracticeConnection.PeerClosedException;
import com.uru.chatbot.dev.practice.PracticeConnection.Request;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stand-in for OpenAI, on a loopback port. Which fault a caller meets is chosen by the key: see
 * {@link PracticeFault}.
 *
 * <p>For black-box tests it answers {@code GET /__practice/requests} (what it received, without
 * keys), {@code DELETE /__practice/requests} (forgets them) and {@code GET /__practice/open} (how
 * many answers are under way).
 */
public final class PracticeUpstream implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(PracticeUpstream.class.getName());
  private static final Duration FOREVER = Duration.ofMinutes(30);
  private static final Duration PLEASANT_GAP = Duration.ofMillis(20);
  private static final String CHAT_PATH = "/v1/chat/completions";
  private static final String MODELS_PATH = "/v1/models";

  private final ServerSocket server;
  private final Duration gap;
  private final Clock clock = Clock.systemUTC();
  private final PracticeJournal journal = new PracticeJournal(clock);
  private final Set<PracticeConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> refusedOnce = new ConcurrentHashMap<>();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "practice-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private PracticeUpstream(ServerSocket server, Duration gap) {
    this.server = server;
    this.gap = gap;
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
      ServerSocket server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
      PracticeUpstream upstream = new PracticeUpstream(server, gap);
      upstream.executor.execute(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Where it listens, without {@code /v1}. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        executor.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
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
    parse(request.body()).ifPresent(entry::received);
    try {
      journal.end(entry, imitate(request, connection, entry));
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
      case "GET /__practice/open" ->
          connection.send(
              200,
              json,
              Json.createObjectBuilder().add("open", journal.openRequests()).build().toString());
      default -> connection.send(404, Map.of(), "");
    }
  }

  private State imitate(Request request, PracticeConnection connection, JournalEntry entry)
      throws IOException {
    String key = request.bearer();
    if (!PracticeFault.isPractice(key)) {
      return refuse(
          key.isEmpty() ? OpenAiError.missingKey() : OpenAiError.invalidKey(key),
          connection,
          entry);
    }
    PracticeFault fault = PracticeFault.of(key);
    Optional<OpenAiError> refusal = refusalOfTheKey(fault, key);
    if (refusal.isPresent()) {
      return refuse(refusal.get(), connection, entry);
    }
    if (request.method().equals("POST") && request.path().equals(CHAT_PATH)) {
      return chat(request, fault, key, connection, entry);
    }
    if (request.method().equals("GET") && request.path().startsWith(MODELS_PATH)) {
      return models(request, connection, entry);
    }
    return refuse(OpenAiError.unknownUrl(request.method(), request.path()), connection, entry);
  }

  private static Optional<OpenAiError> refusalOfTheKey(PracticeFault fault, String key) {
    return switch (fault) {
      case INVALID_KEY -> Optional.of(OpenAiError.invalidKey(key));
      case DEACTIVATED -> Optional.of(OpenAiError.deactivated());
      case NO_ACCESS -> Optional.of(OpenAiError.noAccess());
      default -> Optional.empty();
    };
  }

  private State chat(
      Request request,
      PracticeFault keyFault,
      String key,
      PracticeConnection connection,
      JournalEntry entry)
      throws IOException {
    Optional<JsonObject> json = parse(request.body());
    if (json.isEmpty()) {
      return refuse(
          OpenAiError.invalidRequest(
              null,
              null,
              "We could not parse the JSON body of your request. (HINT: This likely means you aren't"
                  + " using your HTTP library correctly. The OpenAI API expects a JSON payload, but"
                  + " what was sent was not valid JSON.)"),
          connection,
          entry);
    }
    ChatCompletionRequest wanted = new ChatCompletionRequest(json.get());
    PracticeFault fault = wanted.wantsTitle() ? PracticeFault.NONE : keyFault;
    if (fault == PracticeFault.TIMEOUT) {
      connection.pause(FOREVER);
    }
    Optional<OpenAiError> refusal =
        refusalOfTheAnswer(fault, key, wanted.model())
            .or(() -> ChatCompletionRules.check(wanted, fault));
    if (refusal.isPresent()) {
      return refuse(refusal.get(), connection, entry);
    }
    PracticeModel model = PracticeModel.find(wanted.model()).orElseThrow();
    return new ChatCompletions(wanted, model, fault, gap, entry, clock.instant())
        .answer(connection, headers());
  }

  private Optional<OpenAiError> refusalOfTheAnswer(PracticeFault fault, String key, String model) {
    return switch (fault) {
      case NO_QUOTA -> Optional.of(OpenAiError.noQuota());
      case RATE_LIMITED -> Optional.of(OpenAiError.rateLimited(model));
      case CONTENT_REFUSED -> Optional.of(OpenAiError.contentRefused());
      case _500 -> Optional.of(OpenAiError.serverError());
      case _503 -> Optional.of(OpenAiError.overloaded());
      case _503_THEN_OK -> isFirst(key) ? Optional.of(OpenAiError.overloaded()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private boolean isFirst(String key) {
    return refusedOnce
            .computeIfAbsent(JournalEntry.fingerprint(key), unused -> new AtomicInteger())
            .getAndIncrement()
        == 0;
  }

  private static Optional<JsonObject> parse(byte[] body) {
    try (JsonReader reader = Json.createReader(new StringReader(new String(body, UTF_8)))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private State models(Request request, PracticeConnection connection, JournalEntry entry)
      throws IOException {
    String rest = request.path().substring(MODELS_PATH.length());
    if (rest.isEmpty()) {
      JsonArrayBuilder data = Json.createArrayBuilder();
      PracticeModel.ALL.forEach(model -> data.add(describe(model)));
      JsonObjectBuilder list = Json.createObjectBuilder().add("object", "list").add("data", data);
      entry.answered(200);
      connection.send(200, headers(), list.build().toString());
      return State.FINISHED;
    }
    String id = rest.substring(1);
    Optional<PracticeModel> model = PracticeModel.find(id);
    if (model.isEmpty()) {
      return refuse(OpenAiError.modelNotFound(id), connection, entry);
    }
    entry.answered(200);
    connection.send(200, headers(), describe(model.get()).build().toString());
    return State.FINISHED;
  }

  private static JsonObjectBuilder describe(PracticeModel model) {
    return Json.createObjectBuilder()
        .add("id", model.id())
        .add("object", "model")
        .add("created", model.created())
        .add("owned_by", "system");
  }

  private State refuse(OpenAiError error, PracticeConnection connection, JournalEntry entry)
      throws IOException {
    Map<String, String> headers = headers();
    headers.putAll(error.headers());
    entry.answered(error.status());
    connection.send(error.status(), headers, error.toJson().toString());
    return State.FINISHED;
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("openai-organization", "org-practice");
    headers.put("openai-processing-ms", "12");
    headers.put("openai-version", "2020-10-01");
    headers.put("x-ratelimit-limit-requests", "500");
    headers.put("x-ratelimit-limit-tokens", "200000");
    headers.put("x-ratelimit-remaining-requests", "499");
    headers.put("x-ratelimit-remaining-tokens", "199000");
    headers.put("x-ratelimit-reset-requests", "120ms");
    headers.put("x-ratelimit-reset-tokens", "300ms");
    headers.put("x-request-id", "req_" + UUID.randomUUID().toString().replace("-", ""));
    return headers;
  }

  /** Ends every connection; nothing listens any more. */
  @Override
  public void close() {
    try {
      server.close();
      for (PracticeConnection connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      LOGGER.log(WARNING, "The practice upstream did not close well", e);
    }
    executor.shutdown();
  }
}
