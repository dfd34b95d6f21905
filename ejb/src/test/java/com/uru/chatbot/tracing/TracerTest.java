package com.uru.chatbot.tracing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.LogContext;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class TracerTest {
  private static final TraceParent SENDER =
      new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

  private Collector collector;
  private Tracer tracer;

  @BeforeEach
  void start() throws IOException {
    collector = new Collector();
    tracer = new Tracer(Optional.of(collector.endpoint()), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    tracer.stop();
    collector.close();
  }

  private static LogContext inside(@Nullable Span span) {
    TraceParent context = requireNonNull(span).context();
    return LogContext.ofRequest("request-1", null).withSpan(context.traceId(), context.spanId());
  }

  @Test
  void sendsSpansWithTheirParentsAndAttributes() throws InterruptedException {
    Span request = requireNonNull(tracer.request("GET /api/v1/me", SENDER));
    Span call = requireNonNull(inside(request).call(() -> tracer.call("postgresql Users.find")));
    call.set("db.system.name", "postgresql");
    call.fail("not_found");
    call.end();
    request.set("http.response.status_code", 404);
    request.end();
    request.end();

    JsonObject child = collector.next();
    JsonObject parent = collector.next();

    assertThat(parent.getString("traceId")).isEqualTo(SENDER.traceId());
    assertThat(parent.getString("parentSpanId")).isEqualTo(SENDER.spanId());
    assertThat(parent.getString("name")).isEqualTo("GET /api/v1/me");
    assertThat(parent.getInt("kind")).isEqualTo(2);
    assertThat(Collector.attributes(parent)).containsEntry("http.response.status_code", "404");
    assertThat(child.getString("traceId")).isEqualTo(SENDER.traceId());
    assertThat(child.getString("parentSpanId")).isEqualTo(parent.getString("spanId"));
    assertThat(child.getInt("kind")).isEqualTo(3);
    assertThat(child.getJsonObject("status").getInt("code")).isEqualTo(2);
    assertThat(Collector.attributes(child))
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("error.type", "not_found");
    assertThat(Long.parseLong(child.getString("endTimeUnixNano")))
        .isBetween(
            Long.parseLong(child.getString("startTimeUnixNano")),
            Long.parseLong(parent.getString("endTimeUnixNano")));
  }

  @Test
  void beginsATraceWhereTheRequestHasNone() {
    Span request = requireNonNull(tracer.request("GET /api/v1/me", null));

    assertThat(TraceParent.parse(request.context().toString())).isEqualTo(request.context());
    assertThat(request.parentSpanId()).isNull();
  }

  @Test
  void recordsNothingThatItsSenderDoesNotRecord() {
    TraceParent unsampled = new TraceParent(SENDER.traceId(), SENDER.spanId(), false);

    assertThat(tracer.request("GET /api/v1/me", unsampled)).isNull();
    assertThat(tracer.call("outside of a request")).isNull();
  }

  @Test
  void hasNoSpansWhenItIsOff() {
    Tracer off = new Tracer(Optional.empty(), Clock.systemUTC());

    assertThat(off.request("GET /api/v1/me", SENDER)).isNull();
    assertThat(inside(tracer.request("x", null)).call(() -> Optional.ofNullable(off.call("y"))))
        .isEmpty();
  }

  @Test
  void dropsSpansWhileTheCollectorIsAwayAndBlocksNobody() {
    SpanExporter exporter = new SpanExporter(URI.create("http://127.0.0.1:9/v1/traces"));
    Tracer away = new Tracer(exporter, Clock.systemUTC());
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 2 * SpanExporter.MAX_WAITING; i++) {
      requireNonNull(away.request("GET /api/v1/me", null)).end();
      ended.incrementAndGet();
    }

    assertThat(ended).hasValue(2 * SpanExporter.MAX_WAITING);
    assertThat(exporter.waiting()).isBetween(1, SpanExporter.MAX_WAITING);
    away.stop();
  }
}
