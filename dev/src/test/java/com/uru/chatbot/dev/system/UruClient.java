package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One browser tab, as far as HTTP goes: an access token in memory, cookies in a jar. */
final class UruClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String API = "/api/v1";

  private final String url;
  private final HttpClient http;
  private final Map<String, String> cookies = new HashMap<>();
  private @Nullable String accessToken;
  private @Nullable JsonObject user;

  UruClient(String url) {
    this(url, HTTP);
  }

  /** A tab whose requests go through this client. */
  UruClient(String url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  /** Another tab of the same browser: same cookies, no token yet. */
  UruClient newTab() {
    UruClient tab = new UruClient(url, http);
    tab.cookies.putAll(cookies);
    return tab;
  }

  /** The same tab at another address of the same installation. */
  UruClient at(String otherUrl) {
    UruClient there = new UruClient(otherUrl, http);
    there.cookies.putAll(cookies);
    there.accessToken = accessToken;
    there.user = user;
    return there;
  }

  void register(String email, String password, String displayName) {
    keep(
        post(
                "/auth/register",
                Json.createObjectBuilder()
                    .add("email", email)
                    .add("password", password)
                    .add("displayName", displayName)
                    .build())
            .expect(201));
  }

  void login(String email, String password) {
    keep(tryLogin(email, password).expect(200));
  }

  Answer tryLogin(String email, String password) {
    return post(
        "/auth/login",
        Json.createObjectBuilder().add("email", email).add("password", password).build());
  }

  Answer refresh() {
    Answer answer = post("/auth/refresh", null);
    if (answer.status() == 200) {
      keep(answer);
    }
    return answer;
  }

  private void keep(Answer answer) {
    accessToken = answer.json().getString("accessToken");
    user = answer.json().getJsonObject("user");
  }

  JsonObject user() {
    return requireNonNull(user, "not signed in");
  }

  String email() {
    return user().getString("email");
  }

  String token() {
    return requireNonNull(accessToken, "not signed in");
  }

  void useToken(@Nullable String token) {
    accessToken = token;
  }

  /** The name and value of the cookie with the refresh token. */
  String refreshCookie() {
    return cookies.entrySet().stream()
        .filter(cookie -> cookie.getKey().contains("uru_refresh"))
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .findFirst()
        .orElseThrow();
  }

  String cookie() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer post(String path, @Nullable JsonObject body) {
    return send("POST", path, body == null ? null : body.toString(), Map.of());
  }

  Answer patch(String path, JsonObject body) {
    return send(
        "PATCH", path, body.toString(), Map.of("Content-Type", "application/merge-patch+json"));
  }

  Answer delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
    try {
      HttpResponse<String> response =
          http.send(request(method, path, body, headers).build(), BodyHandlers.ofString());
      keepCookies(response);
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void keepCookies(HttpResponse<?> response) {
    for (String cookie : response.headers().allValues("set-cookie")) {
      String pair = cookie.split(";", 2)[0];
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
  }

  private HttpRequest.Builder request(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    boolean api = !path.startsWith("/health") && !path.startsWith("/__") && !path.startsWith("//");
    String target = path.startsWith("//") ? path.substring(1) : api ? API + path : path;
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + target)).timeout(LIMIT);
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (accessToken != null) {
      request.header("Authorization", "Bearer " + accessToken);
    }
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookie());
    }
    request.header("Uru-Client", "system-test");
    headers.forEach(request::header);
    return request;
  }

  // Conversations and generations

  /** A new conversation; its id. */
  String newConversation(String model) {
    UUID id = UUID.randomUUID();
    post(
            "/conversations",
            Json.createObjectBuilder().add("id", id.toString()).add("model", model).build())
        .expect(201);
    return id.toString();
  }

  List<JsonObject> messages(String conversationId) {
    return get("/conversations/" + conversationId + "/messages?limit=100")
        .expect(200)
        .json()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class);
  }

  JsonObject message(String conversationId, String messageId) {
    return messages(conversationId).stream()
        .filter(message -> message.getString("id").equals(messageId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no message " + messageId));
  }

  /** Asks and follows the stream; a refusal before the stream fails the test. */
  EventStream ask(Question question, String key) {
    return ask(question.conversationId(), question.toJson(), key);
  }

  /** As {@link #ask(Question, String)}, with this body. */
  EventStream ask(String conversationId, JsonObject body, String key) {
    return open(
        "POST",
        "/conversations/" + conversationId + "/generations",
        body.toString(),
        Map.of("Uru-Provider-Key", key, "Accept", "text/event-stream"));
  }

  /**
   * As {@link #ask(Question, String)}, without a thread: the lines go to the reader, and the status
   * tells the end.
   */
  CompletableFuture<Integer> ask(Question question, String key, Flow.Subscriber<String> lines) {
    HttpRequest request =
        request(
                "POST",
                "/conversations/" + question.conversationId() + "/generations",
                question.toJson().toString(),
                Map.of("Uru-Provider-Key", key, "Accept", "text/event-stream"))
            .build();
    return http.sendAsync(request, BodyHandlers.fromLineSubscriber(lines))
        .thenApply(HttpResponse::statusCode);
  }

  /** Asks, to follow later. */
  Answer start(Question question, String key) {
    return start(question.conversationId(), question.toJson(), key);
  }

  /** As {@link #start(Question, String)}, with this body. */
  Answer start(String conversationId, JsonObject body, String key) {
    return send(
        "POST",
        "/conversations/" + conversationId + "/generations",
        body.toString(),
        Map.of("Uru-Provider-Key", key, "Accept", "application/json"));
  }

  /** Asks for a stream, but expects that none is opened. */
  Answer askRefused(Question question, String key) {
    Map<String, String> headers =
        key.isEmpty()
            ? Map.of("Accept", "text/event-stream")
            : Map.of("Uru-Provider-Key", key, "Accept", "text/event-stream");
    return send(
        "POST",
        "/conversations/" + question.conversationId() + "/generations",
        question.toJson().toString(),
        headers);
  }

  /** Asks and is refused: in the answer, or in a failed event when the stream had begun. */
  JsonObject refusal(Question question, String key) {
    Answer answer = askRefused(question, key);
    if (answer.status() != 200) {
      return answer.json();
    }
    List<String> lines = answer.body().lines().toList();
    int failed = lines.indexOf("event: failed");
    assertThat(failed).as(answer.body()).isNotNegative();
    String data =
        lines.subList(failed - 1, lines.size()).stream()
            .filter(line -> line.startsWith("data:"))
            .findFirst()
            .orElseThrow();
    return new Answer(200, answer.headers(), data.substring(5)).json().getJsonObject("problem");
  }

  EventStream follow(String generationId, long lastEventId) {
    return open(
        "GET",
        "/generations/" + generationId + "/events",
        null,
        Map.of("Last-Event-ID", Long.toString(lastEventId), "Accept", "text/event-stream"));
  }

  /** Opens the stream of what changes for this user, with the events of all running answers. */
  EventStream events() {
    return open("GET", "/me/events?follow=all", null, Map.of("Accept", "text/event-stream"));
  }

  /** As {@link #events}, whatever comes of it. */
  Opened tryEvents(String follow) {
    return tryOpen(
        "GET", "/me/events?follow=" + follow, null, Map.of("Accept", "text/event-stream"));
  }

  /** A page of the events of a generation. */
  Answer page(String generationId, String query) {
    return send(
        "GET",
        "/generations/" + generationId + "/events" + query,
        null,
        Map.of("Accept", "application/json"));
  }

  Answer stop(String generationId) {
    return post("/generations/" + generationId + "/stop", JsonValue.EMPTY_JSON_OBJECT);
  }

  /**
   * The answer to a request for a stream.
   *
   * @param status 0 if there was no answer at all
   * @param body what was said instead of a stream
   */
  record Opened(int status, @Nullable EventStream stream, String body) {}

  /** As {@link #ask(Question, String)}, whatever comes of it. */
  Opened tryAsk(Question question, String key) {
    return tryOpen(
        "POST",
        "/conversations/" + question.conversationId() + "/generations",
        question.toJson().toString(),
        Map.of("Uru-Provider-Key", key, "Accept", "text/event-stream"));
  }

  /** As {@link #follow}, whatever comes of it. */
  Opened tryFollow(String generationId, long lastEventId) {
    return tryOpen(
        "GET",
        "/generations/" + generationId + "/events",
        null,
        Map.of("Last-Event-ID", Long.toString(lastEventId), "Accept", "text/event-stream"));
  }

  private EventStream open(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    Opened opened = tryOpen(method, path, body, headers);
    if (opened.stream() == null) {
      throw new AssertionError(
          method + " " + path + " opened no stream: " + opened.status() + " " + opened.body());
    }
    return opened.stream();
  }

  private Opened tryOpen(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    try {
      HttpResponse<InputStream> response =
          http.send(request(method, path, body, headers).build(), BodyHandlers.ofInputStream());
      int status = response.statusCode();
      return status == 200
          ? new Opened(status, new EventStream(response.body()), "")
          : new Opened(status, null, new String(response.body().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return new Opened(0, null, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** One question and the ids that its asker made. */
  record Question(
      String conversationId,
      String generationId,
      String messageId,
      @Nullable String parentId,
      String assistantMessageId,
      String text,
      String model,
      JsonObject parameters) {
    static Question first(String conversationId, String text, String model) {
      return after(conversationId, null, text, model);
    }

    static Question after(
        String conversationId, @Nullable String parentId, String text, String model) {
      return new Question(
          conversationId,
          UUID.randomUUID().toString(),
          UUID.randomUUID().toString(),
          parentId,
          UUID.randomUUID().toString(),
          text,
          model,
          JsonValue.EMPTY_JSON_OBJECT);
    }

    /** The same for an answer of at most so many tokens. */
    Question withMaxTokens(int tokens) {
      return with(Json.createObjectBuilder().add("maxOutputTokens", tokens).build());
    }

    /** Returns the same question with these parameters. */
    Question with(JsonObject newParameters) {
      return new Question(
          conversationId,
          generationId,
          messageId,
          parentId,
          assistantMessageId,
          text,
          model,
          newParameters);
    }

    JsonObject toJson() {
      JsonObjectBuilder message = Json.createObjectBuilder().add("id", messageId).add("text", text);
      if (parentId == null) {
        message.addNull("parentId");
      } else {
        message.add("parentId", parentId);
      }
      JsonObjectBuilder question =
          Json.createObjectBuilder()
              .add("id", generationId)
              .add("message", message)
              .add("assistantMessageId", assistantMessageId)
              .add("model", model);
      if (!parameters.isEmpty()) {
        question.add("parameters", parameters);
      }
      return question.build();
    }
  }
}
