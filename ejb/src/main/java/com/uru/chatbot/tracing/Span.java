package com.uru.chatbot.tracing;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that the server did, from its begin to its end. Attributes are numbers, names and
 * codes: never content, keys or addresses. For one thread at a time.
 */
public final class Span {
  /** Who does what is measured, as OTLP numbers it. */
  public enum Kind {
    /** A request that came in. */
    SERVER(2),
    /** A request that went out. */
    CLIENT(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private final Tracer tracer;
  private final TraceParent context;
  private final @Nullable String parentSpanId;
  private final Kind kind;
  private final long startNanos;
  private final Map<String, Object> attributes = new TreeMap<>();
  private volatile String name;
  private volatile long endNanos;
  private volatile boolean failed;

  Span(
      Tracer tracer,
      TraceParent context,
      @Nullable String parentSpanId,
      String name,
      Kind kind,
      long startNanos) {
    this.tracer = tracer;
    this.context = context;
    this.parentSpanId = parentSpanId;
    this.name = name;
    this.kind = kind;
    this.startNanos = startNanos;
  }

  /** Returns what a callee needs to continue the trace. */
  public TraceParent context() {
    return context;
  }

  /** Gives the span another name; one of few. */
  public void rename(String newName) {
    name = newName;
  }

  /**
   * Sets an attribute.
   *
   * @param value a text or a whole number
   */
  public synchronized void set(String attribute, Object value) {
    attributes.put(attribute, value);
  }

  /**
   * Marks the span as failed.
   *
   * @param type the kind of error, one of few
   */
  public void fail(String type) {
    set("error.type", type);
    failed = true;
  }

  /** Ends the span and has it sent; later calls do nothing. */
  public void end() {
    synchronized (this) {
      if (endNanos != 0) {
        return;
      }
      endNanos = tracer.now();
    }
    tracer.ended(this);
  }

  @Nullable String parentSpanId() {
    return parentSpanId;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  long startNanos() {
    return startNanos;
  }

  long endNanos() {
    return endNanos;
  }

  boolean failed() {
    return failed;
  }

  synchronized Map<String, Object> attributes() {
    return Map.copyOf(attributes);
  }
}
