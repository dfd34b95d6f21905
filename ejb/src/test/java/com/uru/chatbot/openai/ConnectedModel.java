package com.uru.chatbot.openai;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.OutboundProxy;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.openai.upstream.UpstreamTrust;
import java.time.Clock;

/** A chat model with its connections, wired as the container does it. */
final class ConnectedModel implements AutoCloseable {
  private final UpstreamConnections connections;
  private final OpenAiChatModel model;

  /** A model of an upstream that has one host and takes bearer tokens. */
  ConnectedModel(OpenAiSettings settings, UpstreamAccess access) {
    this(settings, access, UpstreamFixtures.hosts(settings));
  }

  ConnectedModel(OpenAiSettings settings, UpstreamAccess access, UpstreamHosts hosts) {
    this(settings, access, UpstreamFixtures.connections(settings), hosts);
  }

  /** A model of an upstream that is reached so. */
  ConnectedModel(
      OpenAiSettings settings, UpstreamAccess access, OutboundProxy proxy, UpstreamTrust trust) {
    this(
        settings,
        access,
        new UpstreamConnections(settings, proxy, trust),
        UpstreamFixtures.hosts(settings, proxy));
  }

  private ConnectedModel(
      OpenAiSettings settings,
      UpstreamAccess access,
      UpstreamConnections connections,
      UpstreamHosts hosts) {
    this.connections = connections;
    model =
        new OpenAiChatModel(
            ModelCatalog.builtIn(Clock.systemUTC()),
            new OpenAiClient(connections, hosts, settings),
            settings,
            access,
            connections,
            hosts);
  }

  OpenAiChatModel model() {
    return model;
  }

  @Override
  public void close() {
    connections.close();
  }
}
