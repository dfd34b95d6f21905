package com.uru.chatbot.openai.upstream;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP exchanges of one call to the provider, one after another. Any thread can abort the
 * running exchange at once. The connection aborts it by itself when no bytes arrive for longer than
 * the idle timeout: the timeout of an {@link HttpRequest} ends with the headers, and a MicroProfile
 * REST client cannot close a stream from another thread.
 */
public final class UpstreamConnection implements AutoCloseable {
  private static final long TIMEOUT_CHECK_MILLIS = 250;

  /** Why the connection was aborted. */
  private enum EndReason {
    CANCELLED,
    TIMED_OUT
  }

  private final UpstreamClients clients;
  private final ScheduledExecutorService watchdog;
  private final IdleTimeout idleTimeout = new IdleTimeout();
  private final CountDownLatch aborted = new CountDownLatch(1);
  private volatile @Nullable EndReason endReason;
  private UpstreamClients.@Nullable PooledClient pooledClient;
  private @Nullable UpstreamExchange exchange;
  private @Nullable Future<?> timeoutCheck;

  /**
   * Creates a connection whose idle timeout is checked from the first request until it is closed.
   *
   * @param watchdog runs the checks, which take microseconds
   */
  public UpstreamConnection(UpstreamClients clients, ScheduledExecutorService watchdog) {
    this.clients = clients;
    this.watchdog = watchdog;
  }

  /**
   * Sends a request and waits for the headers of the answer.
   *
   * @param timeout the longest time without bytes: from now to the first byte of the body, and
   *     between two parts of the body
   * @return the status and the headers; {@link #read} reads the body
   * @throws IOException if the connection fails or is aborted
   * @throws com.uru.chatbot.shared.DomainException if the outbound proxy refuses the request
   */
  public HttpResponse<?> send(HttpRequest request, Duration timeout) throws IOException {
    setIdleTimeout(timeout);
    idleTimeout.start();
    resolve(clients.connectsTo(request.uri()));
    UpstreamExchange current = new UpstreamExchange(clients.connectTimeout(), idleTimeout);
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> head =
        begin(current, request);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    try {
      response = await(head);
    } catch (IOException e) {
      throw current.failure(e);
    }
    current.open(response);
    return response;
  }

  private synchronized CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> begin(
      UpstreamExchange next, HttpRequest request) throws IOException {
    if (endReason != null) {
      throw abortedException(null);
    }
    if (timeoutCheck == null) {
      timeoutCheck =
          watchdog.scheduleWithFixedDelay(
              this::checkTimeouts,
              TIMEOUT_CHECK_MILLIS,
              TIMEOUT_CHECK_MILLIS,
              TimeUnit.MILLISECONDS);
    }
    if (pooledClient == null) {
      pooledClient = clients.acquire();
    }
    exchange = next;
    return next.send(pooledClient.client(), request);
  }

  /**
   * Looks the host name up, so that the JVM caches its address: the HTTP client would look it up on
   * a thread that other connections share.
   */
  private static void resolve(String host) throws IOException {
    InetAddress.getByName(host);
  }

  /**
   * Waits for a result of this connection and returns it.
   *
   * @throws IOException if the connection fails or is aborted
   */
  public <T> T await(Future<T> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (CancellationException e) {
      throw abortedException(e);
    } catch (InterruptedException e) {
      throw interruptedException(e);
    }
  }

  /**
   * Reads the body of the last response. Every part restarts the idle timeout.
   *
   * @return completes at the end of the body or when the sink returns false; exceptionally with
   *     what the sink threw, or with an {@link IOException} if the connection fails or is aborted
   */
  public CompletableFuture<Void> read(BodySink sink) {
    UpstreamExchange current;
    synchronized (this) {
      if (endReason != null) {
        return CompletableFuture.failedFuture(abortedException(null));
      }
      current = requireNonNull(exchange, "nothing was sent");
    }
    return current.read(sink);
  }

  /** Reads at most {@code limit} bytes of the body of the last response; see {@link #read}. */
  public CompletableFuture<byte[]> readAtMost(int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return read(part -> {
          byte[] accepted = new byte[Math.min(part.remaining(), limit - bytes.size())];
          part.get(accepted);
          bytes.writeBytes(accepted);
          return bytes.size() < limit;
        })
        .thenApply(read -> bytes.toByteArray());
  }

  /** Sets the longest time without bytes, from now on, in place of a deadline. */
  public void setIdleTimeout(Duration timeout) {
    idleTimeout.set(timeout);
  }

  /** Aborts the connection after this time, even while bytes arrive, unless it is closed before. */
  public void setDeadline(Duration time) {
    idleTimeout.setDeadline(time);
  }

  /**
   * Sleeps before the next attempt.
   *
   * @throws IOException if the connection is aborted meanwhile
   */
  public void sleep(Duration time) throws IOException {
    idleTimeout.stop();
    try {
      if (aborted.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw abortedException(null);
      }
    } catch (InterruptedException e) {
      throw interruptedException(e);
    }
  }

  /** Aborts the connection at once; idempotent. */
  public void cancel() {
    abort(EndReason.CANCELLED);
  }

  public boolean isCancelled() {
    return endReason == EndReason.CANCELLED;
  }

  /** Returns whether the connection was aborted by the idle timeout or the deadline. */
  public boolean timedOut() {
    return endReason == EndReason.TIMED_OUT;
  }

  /** Releases the pooled client, stops the timeout checks, and drops the request with its key. */
  @Override
  public synchronized void close() {
    if (timeoutCheck != null) {
      timeoutCheck.cancel(false);
    }
    if (exchange != null) {
      exchange.close();
    }
    if (pooledClient != null) {
      pooledClient.release();
    }
    pooledClient = null;
    exchange = null;
  }

  static IOException abortedException(@Nullable Throwable cause) {
    return new IOException("The connection to the provider was aborted", cause);
  }

  private IOException interruptedException(InterruptedException e) {
    Thread.currentThread().interrupt();
    cancel();
    return new IOException("The wait for the provider was interrupted", e);
  }

  private void checkTimeouts() {
    UpstreamExchange current;
    synchronized (this) {
      current = exchange;
    }
    if (idleTimeout.isOver()) {
      abort(EndReason.TIMED_OUT);
    } else if (current != null) {
      current.checkConnectTimeout();
    }
  }

  private void abort(EndReason reason) {
    UpstreamExchange current;
    synchronized (this) {
      if (endReason != null) {
        return;
      }
      endReason = reason;
      current = exchange;
    }
    aborted.countDown();
    if (current != null) {
      current.abort();
    }
  }
}
