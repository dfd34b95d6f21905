package com.uru.chatbot.openai.upstream;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.shared.DomainException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Guarded by its own monitor; the HTTP client is never called with
 * the monitor held, except to send.
 */
final class UpstreamExchange {
  /** How far the exchange is. */
  private enum State {
    /** A connection is being opened, or an idle one is taken. */
    CONNECTING,
    /** The request has a connection: its head or its body is awaited. */
    CONNECTED,
    /** The connection took too long: the request must not be sent any more. */
    CONNECT_TIMED_OUT,
    /** The exchange was aborted. */
    ABORTED
  }

  private final Duration connectTimeout;
  private final IdleTimeout idleTimeout;
  private final long begin = System.nanoTime();
  private State state = State.CONNECTING;
  private @Nullable Future<?> head;
  private @Nullable ResponseBody body;

  /**
   * Creates an exchange that has not begun.
   *
   * @param connectTimeout how long a connection may take, if the request has a body; without one,
   *     only the idle timeout applies
   */
  UpstreamExchange(Duration connectTimeout, IdleTimeout idleTimeout) {
    this.connectTimeout = connectTimeout;
    this.idleTimeout = idleTimeout;
  }

  /** Sends the request; once. Returns the head of the response, which {@link #open} takes. */
  synchronized CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> send(
      HttpClient client, HttpRequest request) {
    if (!ConnectSignal.isPossible(request)) {
      state = State.CONNECTED;
    }
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> response =
        client.sendAsync(
            ConnectSignal.addTo(request, this::acceptConnection), BodyHandlers.ofPublisher());
    head = response;
    return response;
  }

  /** Returns false if the request must not be sent, because the connection has come too late. */
  private synchronized boolean acceptConnection() {
    if (state == State.CONNECTING) {
      state = State.CONNECTED;
    }
    return state != State.CONNECT_TIMED_OUT;
  }

  /**
   * Takes the response, so that its body can be read.
   *
   * @throws DomainException if the response is the outbound proxy's refusal
   * @throws IOException if the exchange was aborted
   */
  void open(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) throws IOException {
    Optional<DomainException> refusal = ProxyRefusal.of(response.statusCode());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    ResponseBody opened = new ResponseBody(response.body(), isGzip(response), idleTimeout);
    boolean aborted;
    synchronized (this) {
      body = opened;
      aborted = state == State.ABORTED;
    }
    if (aborted) {
      opened.close();
      throw UpstreamConnection.abortedException(null);
    }
  }

  /** Some servers compress although no request asks for it. */
  private static boolean isGzip(HttpResponse<?> response) {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("");
    return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
  }

  /**
   * Returns why no response has come.
   *
   * @throws DomainException if the outbound proxy has refused the request
   */
  IOException failure(IOException cause) {
    synchronized (this) {
      if (state == State.CONNECT_TIMED_OUT) {
        return new HttpConnectTimeoutException("No connection to the provider in time");
      }
    }
    Optional<DomainException> refusal = ProxyRefusal.of(cause);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return cause;
  }

  /** Reads the body of the response; see {@link ResponseBody#read}. */
  CompletableFuture<Void> read(BodySink sink) {
    ResponseBody opened;
    synchronized (this) {
      opened = requireNonNull(body, "there is no response");
    }
    return opened.read(sink);
  }

  /** Gives the exchange up if its connection takes too long. */
  void checkConnectTimeout() {
    Future<?> late;
    synchronized (this) {
      if (state != State.CONNECTING || System.nanoTime() - begin <= connectTimeout.toNanos()) {
        return;
      }
      state = State.CONNECT_TIMED_OUT;
      late = head;
    }
    cancel(late);
  }

  /** Aborts the exchange, whatever it waits for; idempotent. */
  void abort() {
    Future<?> awaited;
    synchronized (this) {
      state = State.ABORTED;
      awaited = head;
    }
    cancel(awaited);
    close();
  }

  private static void cancel(@Nullable Future<?> awaited) {
    if (awaited != null) {
      awaited.cancel(true);
    }
  }

  /** Closes the body, if there is one, and drops the response, whose request has the key. */
  void close() {
    ResponseBody opened;
    synchronized (this) {
      opened = body;
      head = null;
    }
    if (opened != null) {
      opened.close();
    }
  }
}
