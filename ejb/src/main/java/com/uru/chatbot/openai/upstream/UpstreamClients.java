package com.uru.chatbot.openai.upstream;

import static java.util.Comparator.comparingInt;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A pool of HTTP clients for the streams, one for each processor. Each client runs its callbacks on
 * its own selector thread: arriving bytes are only parsed and passed on, and waking another thread
 * costs more than that. Clients never follow redirects, which could send the key to another host.
 */
public final class UpstreamClients {
  private final List<PooledClient> pooledClients;

  public UpstreamClients(Duration connectTimeout) {
    pooledClients =
        Stream.generate(() -> new PooledClient(newClient(connectTimeout)))
            .limit(Runtime.getRuntime().availableProcessors())
            .toList();
  }

  private static HttpClient newClient(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(Runnable::run)
        .build();
  }

  /**
   * Returns the client with the fewest calls in progress. Of equal ones it is always the first, so
   * that under low load idle connections are reused.
   */
  public PooledClient acquire() {
    PooledClient leastBusy =
        pooledClients.stream()
            .min(comparingInt(pooledClient -> pooledClient.leases.get()))
            .orElseThrow();
    leastBusy.leases.incrementAndGet();
    return leastBusy;
  }

  /** An HTTP client and the number of calls that use it. */
  static final class PooledClient {
    private final HttpClient client;
    private final AtomicInteger leases = new AtomicInteger();

    private PooledClient(HttpClient client) {
      this.client = client;
    }

    HttpClient client() {
      return client;
    }

    /** Releases the client; to be called once for each {@link #acquire}. */
    void release() {
      leases.decrementAndGet();
    }
  }
}
