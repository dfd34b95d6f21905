package com.uru.chatbot.web.stream;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The open response of one event stream. One thread at a time may write to it. */
public final class EventSocket {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A server may accept events without end for a reader that does not read. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

  private final HttpServletResponse response;
  private final SseEventSink sink;
  private final Sse sse;
  private final Duration writeTimeout;

  /**
   * So long ago at first that the first heartbeat is due, which writes the head of the response:
   * some proxies hold the head back until the first byte of the body.
   */
  private volatile long lastWrite = System.nanoTime() - HEARTBEAT.toNanos();

  public EventSocket(HttpServletResponse response, SseEventSink sink, Sse sse) {
    this(response, sink, sse, WRITE_TIMEOUT);
  }

  EventSocket(HttpServletResponse response, SseEventSink sink, Sse sse, Duration writeTimeout) {
    this.response = response;
    this.sink = sink;
    this.sse = sse;
    this.writeTimeout = writeTimeout;
  }

  /** The reader has closed the connection, or takes nothing from it any more. */
  public static final class ReaderGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private ReaderGoneException(@Nullable Throwable cause) {
      super("A reader has gone", cause);
    }
  }

  /** Sets the headers: proxies that compress or buffer would hold back each event. */
  public void prepare() {
    response.setHeader("Cache-Control", "no-store, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
  }

  /**
   * Writes an event. Blocks while the reader is slow.
   *
   * @param id the reader's position after this event, {@code null} for none
   * @param data a JSON text without line breaks
   * @throws ReaderGoneException if the event cannot be written within a minute
   */
  public void send(String name, @Nullable String id, String data) throws ReaderGoneException {
    OutboundSseEvent.Builder event = sse.newEventBuilder().name(name).data(data);
    send((id == null ? event : event.id(id)).build());
  }

  /** Returns whether a heartbeat has to be written. */
  public boolean isHeartbeatDue() {
    return System.nanoTime() - lastWrite >= HEARTBEAT.toNanos();
  }

  /**
   * Writes an empty comment if nothing was written for 15 seconds.
   *
   * @throws ReaderGoneException as {@link #send}
   */
  public void sendHeartbeatIfDue() throws ReaderGoneException {
    if (isHeartbeatDue()) {
      send(sse.newEventBuilder().comment("").build());
    }
  }

  private void send(OutboundSseEvent event) throws ReaderGoneException {
    try {
      sink.send(event).toCompletableFuture().get(writeTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IllegalStateException | ExecutionException | TimeoutException e) {
      throw new ReaderGoneException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReaderGoneException(e);
    }
    lastWrite = System.nanoTime();
  }

  /** Returns whether the connection is known to be closed. */
  public boolean isClosed() {
    return sink.isClosed();
  }

  public void close() {
    sink.close();
  }
}
