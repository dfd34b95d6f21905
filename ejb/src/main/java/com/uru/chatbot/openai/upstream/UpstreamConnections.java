package com.uru.chatbot.openai.upstream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Opens connections to the provider: the HTTP clients and the timeout checks that they share. */
@ApplicationScoped
public class UpstreamConnections {
  private OpenAiSettings settings;
  private OutboundProxy proxy;
  private UpstreamClients clients;
  private ScheduledExecutorService watchdog;

  @Inject
  public UpstreamConnections(OpenAiSettings settings, OutboundProxy proxy, UpstreamTrust trust) {
    this.settings = settings;
    this.proxy = proxy;
    this.clients =
        new UpstreamClients(
            settings.connectTimeout(), proxy.selector(), trust.context().orElse(null));
    this.watchdog = newWatchdog();
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamConnections() {}

  /** Creates the bean at start-up, so that bad settings stop the start. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {
    settings.warnIfUnencrypted();
    proxy.warnIfCredentialsAreNotSent(settings.uri("/models"));
  }

  /** Returns a connection for one call, which the caller of this method closes. */
  public UpstreamConnection open() {
    return new UpstreamConnection(clients, watchdog);
  }

  /**
   * Returns a request without a key. Any response to it, usually 401, shows that the provider can
   * be reached.
   */
  public HttpRequest probe() {
    URI uri = settings.uri("/models");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    proxy
        .authorization(uri)
        .ifPresent(credentials -> request.header("Proxy-Authorization", credentials));
    return request.build();
  }

  /** Stops the timeout checks. */
  @PreDestroy
  public void close() {
    watchdog.shutdownNow();
  }

  private static ScheduledExecutorService newWatchdog() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, UpstreamConnections::newWatchdogThread);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  private static Thread newWatchdogThread(Runnable task) {
    Thread thread = new Thread(task, "uru-openai-watchdog");
    thread.setDaemon(true);
    return thread;
  }
}
