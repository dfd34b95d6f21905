package com.uru.chatbot.openai.upstream;

import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * The body of a request, which tells when the request has a connection: the HTTP client subscribes
 * to the body at that moment. A request without a body gives no such signal.
 */
final class ConnectSignal implements HttpRequest.BodyPublisher {
  private final HttpRequest.BodyPublisher body;
  private final BooleanSupplier onConnected;

  private ConnectSignal(HttpRequest.BodyPublisher body, BooleanSupplier onConnected) {
    this.body = body;
    this.onConnected = onConnected;
  }

  /** Returns whether a request has the body that the signal needs. */
  static boolean isPossible(HttpRequest request) {
    return bodyOf(request).isPresent();
  }

  /**
   * Returns the request with the signal.
   *
   * @param onConnected returns whether the body may be sent; it does not block
   */
  static HttpRequest addTo(HttpRequest request, BooleanSupplier onConnected) {
    return bodyOf(request)
        .map(
            body ->
                HttpRequest.newBuilder(request, (name, value) -> true)
                    .method(request.method(), new ConnectSignal(body, onConnected))
                    .build())
        .orElse(request);
  }

  private static Optional<HttpRequest.BodyPublisher> bodyOf(HttpRequest request) {
    return request.bodyPublisher().filter(publisher -> publisher.contentLength() != 0);
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (onConnected.getAsBoolean()) {
      body.subscribe(subscriber);
    } else {
      fail(subscriber);
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
}
