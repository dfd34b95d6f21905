package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.providerkey.AllowedHosts;
import java.net.URI;
import java.time.Clock;
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
        Clock.systemUTC());
  }

  /** Connections without a proxy, trusting the JVM's authorities. */
  public static UpstreamConnections connections(OpenAiSettings settings) {
    return new UpstreamConnections(settings, noProxy(), new UpstreamTrust(Optional.empty()));
  }

  static OutboundProxy noProxy() {
    return new OutboundProxy(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
