package com.uru.chatbot.tracing;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to a collector in batches: OTLP over HTTP, in JSON. Nobody waits for it: while the
 * collector is slow or away, spans wait in a bounded queue, and then are dropped.
 */
final class SpanExporter implements AutoCloseable {
  /** About 1 MB. */
  static final int MAX_WAITING = 2_048;

  private static final Logger LOGGER = System.getLogger(SpanExporter.class.getName());
  private static final int MAX_BATCH = 256;
  private static final long COLLECT_MILLIS = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int FIRST_ERROR = 300;
  private static final int STATUS_ERROR = 2;
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final URI endpoint;
  private final HttpClient client;
  private final JsonObject resource;
  private final Thread thread;
  private boolean failing;

  /**
   * Begins to send.
   *
   * @param endpoint the address that takes traces, usually with the path {@code /v1/traces}
   */
  SpanExporter(URI endpoint) {
    this.endpoint = endpoint;
    this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    this.resource = resource();
    this.thread = new Thread(this::run, "uru-traces");
    thread.setDaemon(true);
    thread.start();
  }

  private static JsonObject resource() {
    JsonArrayBuilder attributes =
        JSON.createArrayBuilder()
            .add(attribute("service.name", "uru"))
            .add(attribute("service.instance.id", UUID.randomUUID().toString()));
    @Nullable String version = SpanExporter.class.getPackage().getImplementationVersion();
    if (version != null) {
      attributes.add(attribute("service.version", version));
    }
    return JSON.createObjectBuilder().add("attributes", attributes).build();
  }

  /** Adds an ended span, or drops it if too many wait. Never blocks. */
  void add(Span span) {
    boolean unused = waiting.offer(span);
  }

  /** Returns how many spans wait. */
  int waiting() {
    return waiting.size();
  }

  private void run() {
    try {
      while (true) {
        List<Span> batch = new ArrayList<>(List.of(waiting.take()));
        Thread.sleep(COLLECT_MILLIS);
        waiting.drainTo(batch, MAX_BATCH - 1);
        send(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<Span> batch) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json(batch).toString()))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      report(status < FIRST_ERROR ? null : "it answered " + status);
    } catch (IOException e) {
      report(e.getClass().getSimpleName());
    }
  }

  /** Logs one line when the collector fails and one when it works again. */
  private void report(@Nullable String failure) {
    if (failure != null && !failing) {
      LOGGER.log(
          Level.WARNING, "Spans are lost: URU_TRACES_ENDPOINT does not take them: " + failure);
    } else if (failure == null && failing) {
      LOGGER.log(Level.INFO, "Spans are sent again");
    }
    failing = failure != null;
  }

  private JsonObject json(List<Span> batch) {
    JsonArrayBuilder spans = JSON.createArrayBuilder();
    batch.forEach(span -> spans.add(json(span)));
    JsonObjectBuilder scope =
        JSON.createObjectBuilder()
            .add("scope", JSON.createObjectBuilder().add("name", "com.uru.chatbot"))
            .add("spans", spans);
    return JSON.createObjectBuilder()
        .add(
            "resourceSpans",
            JSON.createArrayBuilder()
                .add(
                    JSON.createObjectBuilder()
                        .add("resource", resource)
                        .add("scopeSpans", JSON.createArrayBuilder().add(scope))))
        .build();
  }

  private static JsonObjectBuilder json(Span span) {
    JsonArrayBuilder attributes = JSON.createArrayBuilder();
    span.attributes().forEach((name, value) -> attributes.add(attribute(name, value)));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("traceId", span.context().traceId())
            .add("spanId", span.context().spanId())
            .add("name", span.name())
            .add("kind", span.kind().number())
            .add("startTimeUnixNano", Long.toString(span.startNanos()))
            .add("endTimeUnixNano", Long.toString(span.endNanos()))
            .add("attributes", attributes);
    if (span.parentSpanId() != null) {
      json.add("parentSpanId", span.parentSpanId());
    }
    if (span.failed()) {
      json.add("status", JSON.createObjectBuilder().add("code", STATUS_ERROR));
    }
    return json;
  }

  /** Protobuf's JSON has 64-bit numbers in quotes. */
  private static JsonObjectBuilder attribute(String name, Object value) {
    String type = value instanceof Number ? "intValue" : "stringValue";
    return JSON.createObjectBuilder()
        .add("key", name)
        .add("value", JSON.createObjectBuilder().add(type, value.toString()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
