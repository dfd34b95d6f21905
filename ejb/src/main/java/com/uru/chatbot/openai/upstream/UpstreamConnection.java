package com.uru.chatbot.openai.upstream;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.shared.DomainException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final CountDownLatch aborted = new CountDownLatch(1);

  private volatile @Nullable EndReason endReason;
  private volatile long idleTimeoutNanos;

  /**
   * Since when the connection has waited for bytes, in {@link System#nanoTime()}; 0 while it does
   * not wait.
   */
  private volatile long idleSince;

  /**
   * Since when a connection to the upstream is being opened, in {@link System#nanoTime()}; 0 when
   * it is open.
   */
  private volatile long connectingSince;

  private volatile boolean connectTimedOut;

  /** Whether a deadline is set, so that arriving bytes no longer restart the idle timeout. */
  private volatile boolean deadlineSet;

  private UpstreamClients.@Nullable PooledClient pooledClient;
  private @Nullable Future<?> pending;
  private @Nullable Body body;
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
   * @param idleTimeout the longest time without bytes: from now to the first byte of the body, and
   *     between two parts of the body
   * @return the status and the headers; {@link #read} reads the body
   * @throws IOException if the connection fails or is aborted
   * @throws com.uru.chatbot.shared.DomainException if the outbound proxy refuses the request
   */
  public HttpResponse<?> send(HttpRequest request, Duration idleTimeout) throws IOException {
    setIdleTimeout(idleTimeout);
    idleSince = now();
    resolve(clients.connectsTo(request.uri()));
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = exchange(request);
    setBody(new Body(response.body(), isGzip(response)));
    return response;
  }

  /** Some servers compress although no request asks for it. */
  private static boolean isGzip(HttpResponse<?> response) {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("");
    return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> exchange(HttpRequest request)
      throws IOException {
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    Optional<DomainException> refusal;
    try {
      response = await(start(request));
      refusal = ProxyRefusal.of(response.statusCode());
    } catch (IOException e) {
      if (connectTimedOut) {
        throw new HttpConnectTimeoutException("No connection to the provider in time");
      }
      throw ProxyRefusal.of(e).orElseThrow(() -> e);
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return response;
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

  /** Accepts the parts of a body as they arrive. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Accepts a part, which is overwritten afterwards. Runs on a thread that other connections
     * share, so it must not block.
     *
     * @return false to stop reading
     * @throws IOException to stop reading with a failure
     */
    boolean accept(ByteBuffer part) throws IOException;
  }

  /**
   * Reads the body of the last response. Every part restarts the idle timeout.
   *
   * @return completes at the end of the body or when the sink returns false; exceptionally with
   *     what the sink threw, or with an {@link IOException} if the connection fails or is aborted
   */
  public CompletableFuture<Void> read(Sink sink) {
    Body current;
    synchronized (this) {
      if (endReason != null) {
        return CompletableFuture.failedFuture(abortedException(null));
      }
      current = requireNonNull(body, "nothing was sent");
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
  public void setIdleTimeout(Duration idleTimeout) {
    deadlineSet = false;
    idleTimeoutNanos = idleTimeout.toNanos();
  }

  /** Aborts the connection after this time, even while bytes arrive, unless it is closed before. */
  public void setDeadline(Duration time) {
    setIdleTimeout(time);
    deadlineSet = true;
    idleSince = now();
  }

  /**
   * Sleeps before the next attempt.
   *
   * @throws IOException if the connection is aborted meanwhile
   */
  public void sleep(Duration time) throws IOException {
    idleSince = 0;
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
    if (body != null) {
      body.close();
    }
    if (pooledClient != null) {
      pooledClient.release();
    }
    pooledClient = null;
    body = null;
    pending = null;
  }

  /**
   * Looks the host name up, so that the JVM caches its address: the HTTP client would look it up on
   * a thread that other connections share.
   */
  private static void resolve(String host) throws IOException {
    InetAddress.getByName(host);
  }

  private synchronized CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> start(
      HttpRequest request) throws IOException {
    requireNotAborted();
    if (timeoutCheck == null) {
      timeoutCheck =
          watchdog.scheduleWithFixedDelay(
              this::checkTimeout,
              TIMEOUT_CHECK_MILLIS,
              TIMEOUT_CHECK_MILLIS,
              TimeUnit.MILLISECONDS);
    }
    if (pooledClient == null) {
      pooledClient = clients.acquire();
    }
    connectTimedOut = false;
    connectingSince = bodyOf(request).isPresent() ? now() : 0;
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
        pooledClient.client().sendAsync(signalConnected(request), BodyHandlers.ofPublisher());
    pending = answer;
    return answer;
  }

  /**
   * The HTTP client subscribes to a body when it has a connection. A request without a body has no
   * such signal, so only its idle timeout applies.
   */
  private HttpRequest signalConnected(HttpRequest request) {
    return bodyOf(request)
        .map(
            publisher ->
                HttpRequest.newBuilder(request, (name, value) -> true)
                    .method(request.method(), new ConnectSignal(publisher))
                    .build())
        .orElse(request);
  }

  private static Optional<HttpRequest.BodyPublisher> bodyOf(HttpRequest request) {
    return request.bodyPublisher().filter(publisher -> publisher.contentLength() != 0);
  }

  /** Returns false if the connection has come too late: the request must not be sent then. */
  private synchronized boolean acceptConnection() {
    connectingSince = 0;
    return !connectTimedOut;
  }

  private synchronized void setBody(Body newBody) throws IOException {
    body = newBody;
    if (endReason != null) {
      newBody.close();
    }
    requireNotAborted();
  }

  private void requireNotAborted() throws IOException {
    if (endReason != null) {
      throw abortedException(null);
    }
  }

  private static IOException abortedException(@Nullable Throwable cause) {
    return new IOException("The connection to the provider was aborted", cause);
  }

  private IOException interruptedException(InterruptedException e) {
    Thread.currentThread().interrupt();
    cancel();
    return new IOException("The wait for the provider was interrupted", e);
  }

  private void checkTimeout() {
    if (isOver(idleSince, idleTimeoutNanos)) {
      abort(EndReason.TIMED_OUT);
    } else if (isOver(connectingSince, clients.connectTimeout().toNanos())) {
      cancelConnect();
    }
  }

  private static boolean isOver(long since, long nanos) {
    return since != 0 && System.nanoTime() - since > nanos;
  }

  private void cancelConnect() {
    Future<?> currentAnswer;
    synchronized (this) {
      if (connectingSince == 0) {
        return;
      }
      connectingSince = 0;
      connectTimedOut = true;
      currentAnswer = pending;
    }
    if (currentAnswer != null) {
      currentAnswer.cancel(true);
    }
  }

  private void abort(EndReason reason) {
    Future<?> currentAnswer;
    Body currentBody;
    synchronized (this) {
      if (endReason != null) {
        return;
      }
      endReason = reason;
      currentAnswer = pending;
      currentBody = body;
    }
    aborted.countDown();
    if (currentAnswer != null) {
      currentAnswer.cancel(true);
    }
    if (currentBody != null) {
      currentBody.close();
    }
  }

  private static long now() {
    return System.nanoTime() | 1;
  }

  /** The body of a request, whose first use means that the request has a connection. */
  private final class ConnectSignal implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher body;

    ConnectSignal(HttpRequest.BodyPublisher body) {
      this.body = body;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      if (acceptConnection()) {
        body.subscribe(subscriber);
      } else {
        fail(subscriber);
      }
    }
  }

  private static void fail(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    subscriber.onError(new HttpConnectTimeoutException("The connection came too late"));
  }

  /** The body of a response; the HTTP client calls its methods on its own threads. */
  private final class Body implements Flow.Subscriber<List<ByteBuffer>> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final boolean gzip;
    private volatile Sink sink = part -> false;

    Body(Flow.Publisher<List<ByteBuffer>> publisher, boolean gzip) {
      this.gzip = gzip;
      publisher.subscribe(this);
    }

    CompletableFuture<Void> read(Sink newSink) {
      sink = gzip ? new GzipDecoder(newSink) : newSink;
      requestNext();
      return done;
    }

    void close() {
      whenSubscribed(Flow.Subscription::cancel);
      done.completeExceptionally(abortedException(null));
    }

    private void requestNext() {
      if (!deadlineSet) {
        idleSince = now();
      }
      whenSubscribed(publisher -> publisher.request(1));
    }

    /** Runs the action on the subscription, now or as soon as there is one. */
    private void whenSubscribed(Consumer<Flow.Subscription> action) {
      CompletableFuture<Void> unused = subscription.thenAccept(action);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription.complete(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      if (!deadlineSet) {
        idleSince = 0;
      }
      try {
        if (acceptAll(parts)) {
          requestNext();
        } else {
          whenSubscribed(Flow.Subscription::cancel);
          done.complete(null);
        }
      } catch (IOException | RuntimeException e) {
        whenSubscribed(Flow.Subscription::cancel);
        done.completeExceptionally(e);
      }
    }

    private boolean acceptAll(List<ByteBuffer> parts) throws IOException {
      for (ByteBuffer part : parts) {
        if (!sink.accept(part)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
