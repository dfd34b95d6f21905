package com.uru.chatbot.tracing;

import com.uru.chatbot.shared.LogContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins spans, if {@code URU_TRACES_ENDPOINT} names a collector; else there are none, and asking
 * for one costs nothing. The parent of a span is the one of the {@link LogContext}, so background
 * work belongs to the trace of its request.
 */
@ApplicationScoped
public class Tracer {
  private static final int ID_BITS = 64;

  private @Nullable SpanExporter exporter;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Tracer() {}

  @Inject
  public Tracer(@ConfigProperty(name = "uru.traces.endpoint") Optional<URI> endpoint, Clock clock) {
    this(endpoint.map(SpanExporter::new).orElse(null), clock);
  }

  Tracer(@Nullable SpanExporter exporter, Clock clock) {
    this.exporter = exporter;
    this.clock = clock;
  }

  @PreDestroy
  void stop() {
    if (exporter != null) {
      exporter.close();
    }
  }

  /**
   * Begins the span of a request that came in, or returns null if it is not recorded: tracing is
   * off, or its sender does not record the trace.
   *
   * @param sender what the request says about its trace
   */
  public @Nullable Span request(String name, @Nullable TraceParent sender) {
    if (exporter == null || (sender != null && !sender.sampled())) {
      return null;
    }
    return sender == null
        ? span(newId() + newId(), null, name, Span.Kind.SERVER)
        : span(sender.traceId(), sender.spanId(), name, Span.Kind.SERVER);
  }

  /** Begins a span below the one of this thread, or returns null if that is not recorded. */
  public @Nullable Span call(String name) {
    if (exporter == null) {
      return null;
    }
    LogContext context = LogContext.current();
    return context.traceId() == null || context.spanId() == null
        ? null
        : span(context.traceId(), context.spanId(), name, Span.Kind.CLIENT);
  }

  private Span span(String traceId, @Nullable String parent, String name, Span.Kind kind) {
    return new Span(this, new TraceParent(traceId, newId(), true), parent, name, kind, now());
  }

  /** Returns 16 hexadecimal digits, not all of them zero. */
  private static String newId() {
    String digits = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1);
    return "0".repeat(ID_BITS / 4 - digits.length()) + digits;
  }

  /** Returns nanoseconds since 1970. */
  long now() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  void ended(Span span) {
    if (exporter != null) {
      exporter.add(span);
    }
  }
}
