package com.uru.chatbot.dev.image;

import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.serverkey.ServerKeysFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A first user of a server whose JVM is to remember what it loads and runs: signs in, asks, reads
 * the answer. Database and upstream are stand-ins that end with it.
 */
public final class Training {
  private static final Duration READY_LIMIT = Duration.ofMinutes(10);
  private static final Duration END_LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final int QUESTIONS = 5;
  private static final String KEY = "sk-practice-hello";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private Training(int port) {
    url = "http://127.0.0.1:" + port;
  }

  /**
   * Starts the server, uses it, and ends it in an orderly way, with SIGTERM.
   *
   * @param args a folder for the database, which is made when it is missing; the program that
   *     starts the server; options for its JVM, in place of the usual ones
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 2) {
      throw new IllegalArgumentException("Usage: Training <folder> <start.sh> [<JVM option> ...]");
    }
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    Path keys = folder.resolve("server-keys.json");
    ServerKeysFile.generate(keys);
    int port = freePort();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("postgres"), 0);
        PracticeUpstream upstream = PracticeUpstream.start(0, Duration.ZERO)) {
      database.access().migrate();
      ProcessBuilder server = new ProcessBuilder(args[1]).inheritIO();
      Map<String, String> environment = server.environment();
      environment.put("URU_PROFILE", "development");
      environment.put("URU_WARM_UP", "true");
      environment.put("URU_START_LIMIT_SECONDS", Long.toString(READY_LIMIT.toSeconds()));
      environment.put("URU_PORT", Integer.toString(port));
      environment.put("URU_ISSUER", "http://localhost:" + port);
      environment.put("URU_SIGN_UP", "open");
      environment.put("URU_SERVER_KEYS_FILE", keys.toString());
      environment.put("URU_DATABASE_URL", database.access().url());
      environment.put("URU_DATABASE_PASSWORD", database.access().application().password());
      environment.put("URU_OPENAI_BASE_URL", upstream.url() + "/v1");
      environment.put("URU_JAVA_OPTIONS", String.join(" ", List.of(args).subList(2, args.length)));
      Process process = server.start();
      try {
        Training training = new Training(port);
        training.awaitReady(process);
        training.use();
      } finally {
        process.destroy();
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Process server) throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (server.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("The server ended with " + server.exitValue());
      }
      if (answers(ready)) {
        return;
      }
    }
    throw new IOException("The server was not ready within " + READY_LIMIT);
  }

  private boolean answers(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void use() throws IOException, InterruptedException {
    get("/", Map.of());
    JsonObject account =
        Json.createObjectBuilder()
            .add("email", "training@uru.local")
            .add("password", "correct horse 42")
            .add("displayName", "Training")
            .build();
    String registered = post("/auth/register", Map.of(), account);
    String token =
        Json.createReader(new StringReader(registered)).readObject().getString("accessToken");
    Map<String, String> user = Map.of("Authorization", "Bearer " + token);
    for (int i = 0; i < QUESTIONS; i++) {
      ask(user);
      get("/api/v1/conversations", user);
    }
  }

  private void ask(Map<String, String> user) throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(user);
    headers.put("Uru-Provider-Key", KEY);
    headers.put("Accept", "text/event-stream");
    JsonObject question =
        Json.createObjectBuilder()
            .add("id", UUID.randomUUID().toString())
            .add("conversation", Json.createObjectBuilder().add("model", "gpt-4o-mini"))
            .add("assistantMessageId", UUID.randomUUID().toString())
            .add("model", "gpt-4o-mini")
            .add(
                "message",
                Json.createObjectBuilder()
                    .add("id", UUID.randomUUID().toString())
                    .addNull("parentId")
                    .add("text", "Hello"))
            .build();
    String events = post("/conversations/" + UUID.randomUUID() + "/generations", headers, question);
    if (!events.contains("completed")) {
      throw new IOException("The answer did not end well: " + events);
    }
  }

  private String post(String path, Map<String, String> headers, JsonObject body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/api/v1" + path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    return send(request);
  }

  private void get(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    send(request(path, headers));
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER_LIMIT)
            .header("Uru-Client", "training");
    headers.forEach(request::header);
    return request;
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(response.uri() + " said " + response.statusCode());
    }
    return response.body();
  }
}
