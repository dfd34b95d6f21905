package com.uru.chatbot.openai.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The body of a response; the HTTP client calls its methods on its own threads. */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>> {
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final IdleTimeout idleTimeout;
  private final boolean gzip;
  private volatile BodySink sink = part -> false;

  /**
   * Creates a body of which nothing is read yet.
   *
   * @param gzip whether the body has to be decoded
   */
  ResponseBody(Flow.Publisher<List<ByteBuffer>> publisher, boolean gzip, IdleTimeout idleTimeout) {
    this.gzip = gzip;
    this.idleTimeout = idleTimeout;
    publisher.subscribe(this);
  }

  /**
   * Reads the body part by part.
   *
   * @return completes at the end of the body or when the sink returns false; exceptionally with
   *     what the sink threw, or with an {@link IOException} if the body breaks off or is closed
   */
  CompletableFuture<Void> read(BodySink newSink) {
    sink = gzip ? new GzipDecoder(newSink) : newSink;
    requestNext();
    return done;
  }

  /** Closes the connection of the body, unless it was read to its end. */
  void close() {
    whenSubscribed(Flow.Subscription::cancel);
    done.completeExceptionally(UpstreamConnection.abortedException(null));
  }

  private void requestNext() {
    idleTimeout.bytesAwaited();
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
    idleTimeout.bytesArrived();
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
