package com.uru.chatbot.web.warmup;

import com.uru.chatbot.providerkey.KeyHeaders;
import com.uru.chatbot.tracing.TraceParent;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A person who signs in to this server and asks, over HTTP as a browser does. */
final class Visitor {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
  private static final String API = "/api/v1";

  /** What a node asks itself is no use by anybody: its traces are not recorded. */
  private static final String NOT_RECORDED =
      new TraceParent("1".repeat(32), "1".repeat(16), false).toString();

  private static final List<String> PAGES =
      List.of(
          "/me", "/me/settings", "/me/quotas", "/conversations", "/models", "/provider-key/jwks");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private String authorization = "";

  /**
   * Creates a visitor.
   *
   * @param server address without a path
   */
  Visitor(URI server) {
    this.server = server;
  }

  /** Returns whether the application answers: the server listens before it has deployed it. */
  boolean isThere() throws InterruptedException {
    try {
      return http.send(request(API + "/auth/options").GET().build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Loads the page and signs in.
   *
   * @throws IOException if the server refuses
   */
  void signIn(String email, String password) throws IOException, InterruptedException {
    get("/");
    JsonObject credentials =
        Json.createObjectBuilder().add("email", email).add("password", password).build();
    String answer = send(post(API + "/auth/login", credentials).build());
    authorization =
        "Bearer "
            + Json.createReader(new StringReader(answer)).readObject().getString("accessToken");
  }

  /**
   * Opens what a browser opens first, and asks in a new conversation, again and again.
   *
   * @param goesOn whether to ask once more
   * @param sealedKey makes the key of a question
   * @throws IOException if the server refuses, or an answer does not end well
   */
  void ask(BooleanSupplier goesOn, String model, Supplier<String> sealedKey)
      throws IOException, InterruptedException {
    CompletableFuture<?> events =
        http.sendAsync(request(API + "/me/events").build(), BodyHandlers.discarding());
    try {
      askAgainAndAgain(goesOn, model, sealedKey);
    } finally {
      events.cancel(true);
    }
  }

  private void askAgainAndAgain(BooleanSupplier goesOn, String model, Supplier<String> sealedKey)
      throws IOException, InterruptedException {
    while (goesOn.getAsBoolean()) {
      for (String page : PAGES) {
        get(API + page);
      }
      UUID conversation = UUID.randomUUID();
      send(post(API + "/conversations", conversation(conversation, model)).build());
      String events =
          send(
              post(API + "/conversations/" + conversation + "/generations", question(model))
                  .header("Accept", "text/event-stream")
                  .header(KeyHeaders.KEY, sealedKey.get())
                  .build());
      if (!events.contains("completed")) {
        throw new IOException("An answer did not end well");
      }
      get(API + "/conversations/" + conversation + "/messages?limit=100");
    }
  }

  private static JsonObject conversation(UUID id, String model) {
    return Json.createObjectBuilder()
        .add("id", id.toString())
        .add("title", "Warm-up")
        .add("model", model)
        .build();
  }

  private static JsonObject question(String model) {
    return Json.createObjectBuilder()
        .add("id", UUID.randomUUID().toString())
        .add("assistantMessageId", UUID.randomUUID().toString())
        .add("model", model)
        .add(
            "message",
            Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .addNull("parentId")
                .add("text", "Hello"))
        .build();
  }

  private void get(String path) throws IOException, InterruptedException {
    send(request(path).GET().build());
  }

  private HttpRequest.Builder post(String path, JsonObject body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(REQUEST_LIMIT)
            .header("Uru-Client", "warm-up")
            .header(TraceParent.HEADER, NOT_RECORDED);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(request.uri().getPath() + " answered " + response.statusCode());
    }
    return response.body();
  }
}
