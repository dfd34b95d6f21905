package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

/** Sends requests to a practice upstream and reads its answers. */
record PracticeClient(String url) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
    return send(request(path, key).GET());
  }

  HttpResponse<String> post(String path, String key, JsonObjectBuilder body)
      throws IOException, InterruptedException {
    return send(request(path, key).POST(BodyPublishers.ofString(body.build().toString())));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + key);
  }

  static JsonObjectBuilder chat(String model, String text) {
    return Json.createObjectBuilder()
        .add("model", model)
        .add("messages", Json.createArrayBuilder().add(message("user", text)));
  }

  static JsonObjectBuilder message(String role, String text) {
    return Json.createObjectBuilder().add("role", role).add("content", text);
  }

  static JsonObject json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  static JsonObject error(HttpResponse<String> response) {
    return json(response).getJsonObject("error");
  }

  /** Returns the JSON of every {@code data:} line. */
  static List<JsonObject> events(HttpResponse<String> response) {
    return Stream.of(response.body().split("\n", -1))
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring("data: ".length())))
        .toList();
  }
}
