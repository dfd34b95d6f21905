package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.providerkey.AllowedHosts;
import com.uru.chatbot.providerkey.StandInUpstream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the parts of the transport that most tests need without any special setting. */
public final class UpstreamFixtures {
  private UpstreamFixtures() {}

  /** Hosts of a server that has only the one of its base URL and takes bearer tokens. */
  public static UpstreamHosts hosts(OpenAiSettings settings) {
    return hosts(settings, "bearer");
  }

  /** Hosts of a server that takes keys so, and has these others. */
  public static UpstreamHosts hosts(OpenAiSettings settings, String auth, String... others) {
    return hosts(settings, auth, noProxy(), others);
  }

  /** Hosts of a server that is reached through a proxy. */
  public static UpstreamHosts hosts(OpenAiSettings settings, OutboundProxy proxy) {
    return hosts(settings, "bearer", proxy);
  }

  private static UpstreamHosts hosts(
      OpenAiSettings settings, String auth, OutboundProxy proxy, String... others) {
    URI baseUrl = URI.create("http://" + settings.host());
    return new UpstreamHosts(
        settings,
        new AllowedHosts(baseUrl, Optional.of(String.join(",", others))),
        auth,
        proxy,
        new UpstreamHeaders(Optional.empty()),
        new StandInUpstream(),
        Clock.systemUTC());
  }

  /** Connections without a proxy, trusting the JVM's authorities. */
  public static UpstreamConnections connections(OpenAiSettings settings) {
    return new UpstreamConnections(settings, noProxy(), new UpstreamTrust(Optional.empty()));
  }

  /** Access that retries twice and at once. */
  public static UpstreamAccess access() {
    return access(new UpstreamGuard());
  }

  /** The same through this guard. */
  public static UpstreamAccess access(UpstreamGuard guard) {
    return new UpstreamAccess(
        guard, new RetryPolicy(2, Duration.ZERO, Duration.ofSeconds(5)), breakers());
  }

  /** Circuit breakers with the default settings. */
  static UpstreamBreakers breakers() {
    return new UpstreamBreakers(new BreakerSettings(20, 0.5, 10_000, 2));
  }

  static OutboundProxy noProxy() {
    return new OutboundProxy(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
