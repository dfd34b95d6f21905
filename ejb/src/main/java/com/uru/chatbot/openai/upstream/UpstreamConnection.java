package com.uru.chatbot.openai.upstream;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the provider for one call. Any thread can break it off at once, and it breaks off by
 * itself when the provider is silent for too long: the timeout of an {@link HttpRequest} ends with
 * the headers, and a MicroProfile REST client cannot close a stream from another thread.
 */
public final class UpstreamConnection implements AutoCloseable {
  private static final long INSPECTION_MILLIS = 250;

  /** Why the connection broke off. */
  private enum End {
    CANCELLED,
    SILENT
  }

  private final UpstreamClients clients;
  private final ScheduledExecutorService watchdog;
  private final CountDownLatch broken = new CountDownLatch(1);

  private volatile @Nullable End end;
  private volatile long patienceNanos;

  /** When the wait for the provider began, in {@link System#nanoTime()}; 0 while nobody waits. */
  private volatile long waitingSince;

  /** Whether bytes no longer prolong the wait. */
  private volatile boolean ending;

  private UpstreamClients.@Nullable Member member;
  private @Nullable Future<?> pending;
  private @Nullable Body body;
  private @Nullable Future<?> inspection;

  /**
   * A connection that is watched from the first request until it is closed.
   *
   * @param watchdog runs short inspections
   */
  public UpstreamConnection(UpstreamClients clients, ScheduledExecutorService watchdog) {
    this.clients = clients;
    this.watchdog = watchdog;
  }

  /**
   * Sends a request and waits for the headers of the answer.
   *
   * @param patience how long the provider may be silent: from now to the first byte of the body,
   *     and from byte to byte
   * @throws IOException if the connection fails or breaks off; reading the body throws it too
   */
  public HttpResponse<?> send(HttpRequest request, Duration patience) throws IOException {
    waitAtMost(patience);
    waitingSince = now();
    resolve(request);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = await(start(request));
    adopt(new Body(response.body()));
    return response;
  }

  /**
   * Waits for what the connection brings.
   *
   * @throws IOException if the connection fails or breaks off
   */
  public <T> T await(Future<T> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (CancellationException e) {
      throw brokenOff(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Takes a body as it arrives, one part at a time. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a part, on a thread that other connections wait for: never blocks.
     *
     * @return whether more is wanted
     * @throws IOException to end the reading
     */
    boolean take(ByteBuffer part) throws IOException;
  }

  /**
   * Reads the body of the last answer. Every part prolongs the wait; breaking off ends it.
   *
   * @return completes at the body's end or when the sink has enough; exceptionally with what the
   *     sink threw, or with an {@link IOException} if the connection breaks off
   */
  public CompletableFuture<Void> read(Sink sink) {
    Body current;
    synchronized (this) {
      if (end != null) {
        return CompletableFuture.failedFuture(brokenOff(null));
      }
      current = requireNonNull(body, "nothing was sent");
    }
    return current.read(sink);
  }

  /** Reads the body of the last answer, as far as it fits; see {@link #read}. */
  public CompletableFuture<byte[]> readAtMost(int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return read(part -> {
          byte[] taken = new byte[Math.min(part.remaining(), limit - bytes.size())];
          part.get(taken);
          bytes.writeBytes(taken);
          return bytes.size() < limit;
        })
        .thenApply(read -> bytes.toByteArray());
  }

  /** From now on the provider may be silent so long. */
  public void waitAtMost(Duration patience) {
    patienceNanos = patience.toNanos();
  }

  /** From now on the provider has this time to end its answer, however much it sends. */
  public void endWithin(Duration time) {
    ending = true;
    waitAtMost(time);
    waitingSince = now();
  }

  /**
   * Waits before another try.
   *
   * @throws IOException if the connection is broken off meanwhile
   */
  public void pause(Duration time) throws IOException {
    waitingSince = 0;
    try {
      if (broken.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw brokenOff(null);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Breaks off at once; idempotent. */
  public void cancel() {
    breakOff(End.CANCELLED);
  }

  public boolean isCancelled() {
    return end == End.CANCELLED;
  }

  /** Whether it broke off because the provider was silent for too long. */
  public boolean isSilent() {
    return end == End.SILENT;
  }

  /** Ends the watch, gives the connection back, and forgets the request, which holds the key. */
  @Override
  public synchronized void close() {
    if (inspection != null) {
      inspection.cancel(false);
    }
    if (body != null) {
      body.close();
    }
    if (member != null) {
      member.giveBack();
    }
    member = null;
    body = null;
    pending = null;
  }

  /**
   * Leaves the address in the JVM's cache: the client would look it up on a thread that other
   * connections wait for.
   */
  private static void resolve(HttpRequest request) throws IOException {
    InetAddress.getByName(request.uri().getHost());
  }

  private synchronized CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> start(
      HttpRequest request) throws IOException {
    requireUnbroken();
    if (inspection == null) {
      inspection =
          watchdog.scheduleWithFixedDelay(
              this::inspect, INSPECTION_MILLIS, INSPECTION_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (member == null) {
      member = clients.take();
    }
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
        member.client().sendAsync(request, BodyHandlers.ofPublisher());
    pending = answer;
    return answer;
  }

  private synchronized void adopt(Body newBody) throws IOException {
    body = newBody;
    if (end != null) {
      newBody.close();
    }
    requireUnbroken();
  }

  private void requireUnbroken() throws IOException {
    if (end != null) {
      throw brokenOff(null);
    }
  }

  private static IOException brokenOff(@Nullable Throwable cause) {
    return new IOException("The connection to the provider was broken off", cause);
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
    Future<?> currentAnswer;
    Body currentBody;
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
    if (currentBody != null) {
      currentBody.close();
    }
  }

  private static long now() {
    return System.nanoTime() | 1;
  }

  /** The body of an answer, which the client hands over on its own threads, part after part. */
  private final class Body implements Flow.Subscriber<List<ByteBuffer>> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private volatile Sink sink = part -> false;

    Body(Flow.Publisher<List<ByteBuffer>> publisher) {
      publisher.subscribe(this);
    }

    CompletableFuture<Void> read(Sink newSink) {
      sink = newSink;
      wantMore();
      return read;
    }

    void close() {
      whenSubscribed(Flow.Subscription::cancel);
      read.completeExceptionally(brokenOff(null));
    }

    private void wantMore() {
      if (!ending) {
        waitingSince = now();
      }
      whenSubscribed(publisher -> publisher.request(1));
    }

    /** Now, or as soon as the client has seen to it. */
    private void whenSubscribed(Consumer<Flow.Subscription> action) {
      CompletableFuture<Void> unused = subscription.thenAccept(action);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription.complete(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      if (!ending) {
        waitingSince = 0;
      }
      try {
        if (takeAll(parts)) {
          wantMore();
        } else {
          whenSubscribed(Flow.Subscription::cancel);
          read.complete(null);
        }
      } catch (IOException | RuntimeException e) {
        whenSubscribed(Flow.Subscription::cancel);
        read.completeExceptionally(e);
      }
    }

    private boolean takeAll(List<ByteBuffer> parts) throws IOException {
      for (ByteBuffer part : parts) {
        if (!sink.take(part)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void onError(Throwable error) {
      read.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      read.complete(null);
    }
  }
}
