package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends one request without a key to the provider when the server starts, and logs whether it was
 * answered. A wrong address, proxy or authority is known before the first question then; and the
 * first user does not wait for classes, name resolution and TLS.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class ReachabilityCheck {
  private static final Logger LOGGER = System.getLogger(ReachabilityCheck.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  @Resource private ManagedThreadFactory threadFactory;

  private UpstreamConnections connections;

  @Inject
  public ReachabilityCheck(UpstreamConnections connections) {
    this.connections = connections;
  }

  /** For the container's proxy. */
  protected ReachabilityCheck() {}

  /** Checks on a thread of its own: the start does not wait for the provider. */
  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    threadFactory.newThread(this::check).start();
  }

  /** Sends the request. Any response counts: without a key it is usually 401. */
  void check() {
    HttpRequest request = connections.probe();
    URI uri = request.uri();
    long start = System.nanoTime();
    try (UpstreamConnection connection = connections.open()) {
      HttpResponse<?> response = connection.send(request, TIMEOUT);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      LOGGER.log(
          Level.INFO,
          () -> "%s answered %d in %d ms".formatted(uri, response.statusCode(), millis));
    } catch (IOException | DomainException e) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "%s cannot be reached (%s). Questions fail until it can be. Check URU_OPENAI_BASE_URL,"
                      .formatted(uri, e)
                  + " the outbound proxy and URU_OPENAI_CA_FILE");
    }
  }
}
