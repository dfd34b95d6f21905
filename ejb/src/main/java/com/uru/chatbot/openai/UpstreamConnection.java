package com.uru.chatbot.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to the provider for one call. Any thread can break it off at once, and it breaks off by
 * itself when the provider is silent for too long: the timeout of an {@link HttpRequest} ends with
 * the headers, and a MicroProfile REST client cannot close a stream from another thread.
 */
final class UpstreamConnection implements AutoCloseable {
  private static final long INSPECTION_MILLIS = 250;

  /** Why the connection broke off. */
  private enum End {
    CANCELLED,
    SILENT
  }

  private final HttpClient client;
  private final ScheduledExecutorService watchdog;
  private final CountDownLatch broken = new CountDownLatch(1);

  private volatile @Nullable End end;
  private volatile long patienceNanos;

  /** When the wait for the provider began, in {@link System#nanoTime()}; 0 while nobody waits. */
  private volatile long waitingSince;

  /** Whether bytes no longer prolong the wait. */
  private volatile boolean ending;

  private @Nullable Future<HttpResponse<InputStream>> pending;
  private @Nullable InputStream body;
  private @Nullable Future<?> inspection;

  /**
   * A connection that is watched from the first request until it is closed.
   *
   * @param watchdog runs short inspections
   */
  UpstreamConnection(HttpClient client, ScheduledExecutorService watchdog) {
    this.client = client;
    this.watchdog = watchdog;
  }

  /**
   * Sends a request and waits for the headers of the answer.
   *
   * @param patience how long the provider may be silent: from now to the first byte of the body,
   *     and from byte to byte
   * @throws IOException if the connection fails or breaks off; reading the body throws it too
   */
  HttpResponse<InputStream> send(HttpRequest request, Duration patience) throws IOException {
    waitAtMost(patience);
    waitingSince = now();
    try {
      HttpResponse<InputStream> response = start(request).get();
      adopt(response.body());
      return response;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (CancellationException e) {
      throw new IOException("The connection to the provider was broken off", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The body of the last answer. Its bytes prolong the wait; breaking off ends it. */
  synchronized InputStream body() {
    return new WatchedBody(body == null ? InputStream.nullInputStream() : body);
  }

  /** From now on the provider may be silent so long. */
  void waitAtMost(Duration patience) {
    patienceNanos = patience.toNanos();
  }

  /** From now on the provider has this time to end its answer, however much it sends. */
  void endWithin(Duration time) {
    ending = true;
    waitAtMost(time);
    waitingSince = now();
  }

  /**
   * Waits before another try.
   *
   * @throws IOException if the connection is broken off meanwhile
   */
  void pause(Duration time) throws IOException {
    waitingSince = 0;
    try {
      if (broken.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("The connection to the provider was broken off");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Breaks off at once; idempotent. */
  void cancel() {
    breakOff(End.CANCELLED);
  }

  boolean isBroken() {
    return end != null;
  }

  boolean isCancelled() {
    return end == End.CANCELLED;
  }

  /** Whether it broke off because the provider was silent for too long. */
  boolean isSilent() {
    return end == End.SILENT;
  }

  /** Ends the watch, gives the connection back, and forgets the request, which holds the key. */
  @Override
  public synchronized void close() {
    if (inspection != null) {
      inspection.cancel(false);
    }
    closeQuietly(body);
    body = null;
    pending = null;
  }

  private synchronized CompletableFuture<HttpResponse<InputStream>> start(HttpRequest request)
      throws IOException {
    requireUnbroken();
    if (inspection == null) {
      inspection =
          watchdog.scheduleWithFixedDelay(
              this::inspect, INSPECTION_MILLIS, INSPECTION_MILLIS, TimeUnit.MILLISECONDS);
    }
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    pending = answer;
    return answer;
  }

  private synchronized void adopt(InputStream newBody) throws IOException {
    body = newBody;
    if (end != null) {
      closeQuietly(newBody);
    }
    requireUnbroken();
  }

  private void requireUnbroken() throws IOException {
    if (end != null) {
      throw new IOException("The connection to the provider was broken off");
    }
  }

  private IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    cancel();
    return new IOException("The wait for the provider was interrupted", e);
  }

  private void inspect() {
    long since = waitingSince;
    if (since != 0 && System.nanoTime() - since > patienceNanos) {
      breakOff(End.SILENT);
    }
  }

  private void breakOff(End reason) {
    Future<HttpResponse<InputStream>> currentAnswer;
    InputStream currentBody;
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = reason;
      currentAnswer = pending;
      currentBody = body;
    }
    broken.countDown();
    if (currentAnswer != null) {
      currentAnswer.cancel(true);
    }
    closeQuietly(currentBody);
  }

  private static void closeQuietly(@Nullable InputStream stream) {
    if (stream == null) {
      return;
    }
    try {
      stream.close();
    } catch (IOException e) {
      // The connection is given up; there is nobody to tell.
    }
  }

  private static long now() {
    return System.nanoTime() | 1;
  }

  private final class WatchedBody extends InputStream {
    private final InputStream source;

    private WatchedBody(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (waitingSince == 0) {
        waitingSince = now();
      }
      int count = source.read(target, offset, length);
      if (!ending) {
        waitingSince = 0;
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
