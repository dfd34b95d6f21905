package com.uru.chatbot.tracing;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A collector of traces: takes OTLP over HTTP in JSON. */
public final class Collector implements AutoCloseable {
  private final BlockingQueue<JsonObject> spans = new LinkedBlockingQueue<>();
  private final HttpServer server;

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (JsonReader reader = Json.createReader(exchange.getRequestBody())) {
            take(reader.readObject());
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  private void take(JsonObject request) {
    for (JsonValue resource : request.getJsonArray("resourceSpans")) {
      for (JsonValue scope : resource.asJsonObject().getJsonArray("scopeSpans")) {
        spans.addAll(scope.asJsonObject().getJsonArray("spans").getValuesAs(JsonObject.class));
      }
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  /** Returns the next span, which comes within twenty seconds. */
  public JsonObject next() throws InterruptedException {
    JsonObject span = spans.poll(20, TimeUnit.SECONDS);
    if (span == null) {
      throw new AssertionError("no span has come");
    }
    return span;
  }

  /** Returns the attributes of a span as texts. */
  public static Map<String, String> attributes(JsonObject span) {
    return span.getJsonArray("attributes").getValuesAs(JsonObject.class).stream()
        .collect(
            Collectors.toMap(
                attribute -> attribute.getString("key"),
                attribute -> text(attribute.getJsonObject("value")),
                (a, b) -> b,
                TreeMap::new));
  }

  private static String text(JsonObject value) {
    return List.copyOf(value.keySet()).stream().map(value::getString).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
