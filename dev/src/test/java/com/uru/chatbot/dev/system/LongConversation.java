package com.uru.chatbot.dev.system;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** A conversation whose export does not fit into the buffers between server and client. */
record LongConversation(String id, int characters) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TEXT = "x".repeat(150_000);
  private static final int QUESTIONS = 150;

  /** Imports one. */
  static LongConversation importedBy(UruClient user) {
    String id = UUID.randomUUID().toString();
    JsonArrayBuilder messages = Json.createArrayBuilder();
    for (int i = 0; i < QUESTIONS; i++) {
      messages.add(
          Json.createObjectBuilder()
              .add("id", UUID.randomUUID().toString())
              .add("role", "user")
              .add("status", "completed")
              .add("createdAt", "2026-11-29T12:00:00Z")
              .add(
                  "parts",
                  Json.createArrayBuilder()
                      .add(Json.createObjectBuilder().add("type", "text").add("text", TEXT))));
    }
    JsonObject conversation =
        Json.createObjectBuilder()
            .add("id", id)
            .add("title", "Long")
            .add("titleSource", "user")
            .add("model", "gpt-4o")
            .add("pinned", false)
            .add("archived", false)
            .add("createdAt", "2026-11-29T12:00:00Z")
            .add("updatedAt", "2026-11-29T12:00:00Z")
            .add("messages", messages)
            .build();
    user.post(
            "/import",
            Json.createObjectBuilder()
                .add("format", "uru-conversations")
                .add("version", 1)
                .add("conversations", Json.createArrayBuilder().add(conversation))
                .build())
        .expect(200);
    return new LongConversation(id, QUESTIONS * TEXT.length());
  }

  /** The path of its export. */
  String path() {
    return "/conversations/" + id + "/export";
  }

  /** Begins an export, which waits on the server in its middle until the rest is read. */
  InputStream beginExport(String url, UruClient user) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path()))
            .header("Authorization", "Bearer " + user.token())
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new AssertionError("The export did not begin", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
