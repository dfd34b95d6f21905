package com.uru.chatbot.openai.upstream;

import static java.util.Comparator.comparingInt;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A pool of HTTP clients for the streams, one for each processor. Each client runs its callbacks on
 * its own selector thread: arriving bytes are only parsed and passed on, and waking another thread
 * costs more than that. Clients never follow redirects, which could send the key to another host.
 */
public final class UpstreamClients {
  private final List<PooledClient> pooledClients;

  private final Duration connectTimeout;
  private final ProxySelector proxies;

  /**
   * Creates the clients.
   *
   * @param connectTimeout see {@link #connectTimeout()}
   * @param trust null: the JVM's own certificate authorities
   */
  UpstreamClients(Duration connectTimeout, ProxySelector proxies, @Nullable SSLContext trust) {
    this.connectTimeout = connectTimeout;
    this.proxies = proxies;
    pooledClients =
        Stream.generate(() -> new PooledClient(newClient(proxies, trust)))
            .limit(Runtime.getRuntime().availableProcessors())
            .toList();
  }

  /**
   * Has no connect timeout: with one, an idle connection keeps the request that opened it, and so
   * the user's key, as long as it stays open (seen in JDK 17).
   */
  private static HttpClient newClient(ProxySelector proxies, @Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(proxies)
            .executor(Runnable::run);
    return (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /**
   * Returns the longest time until a new connection is open; {@link UpstreamConnection} obeys it.
   */
  Duration connectTimeout() {
    return connectTimeout;
  }

  /** Returns the host to which a request to this address connects: the proxy or the upstream. */
  String connectsTo(URI uri) {
    Proxy proxy = proxies.select(uri).get(0);
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString()
        : uri.getHost();
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
