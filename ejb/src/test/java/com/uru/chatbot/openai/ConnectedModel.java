package com.uru.chatbot.openai;

import com.uru.chatbot.metrics.RecordedMetrics;
import com.uru.chatbot.model.KeyDoctor;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.doctor.OpenAiKeyDoctor;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.OutboundProxy;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.openai.upstream.UpstreamTrust;
import com.uru.chatbot.tracing.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A chat model and a key doctor with their connections, wired as the container does it. */
final class ConnectedModel implements AutoCloseable {
  private final UpstreamConnections connections;
  private final OpenAiChatModel model;
  private final KeyDoctor doctor;

  private final RecordedMetrics metrics = new RecordedMetrics();

  private static final String CHAT_COMPLETIONS_ONLY = "chat";

  /**
   * A model of an upstream that has one host, takes bearer tokens and has Chat Completions only.
   */
  ConnectedModel(OpenAiSettings settings, UpstreamAccess access) {
    this(settings, access, UpstreamFixtures.hosts(settings));
  }

  ConnectedModel(OpenAiSettings settings, UpstreamAccess access, UpstreamHosts hosts) {
    this(settings, access, UpstreamFixtures.connections(settings), hosts, CHAT_COMPLETIONS_ONLY);
  }

  /** A model of an upstream that is reached so. */
  ConnectedModel(
      OpenAiSettings settings, UpstreamAccess access, OutboundProxy proxy, UpstreamTrust trust) {
    this(
        settings,
        access,
        new UpstreamConnections(settings, proxy, trust),
        UpstreamFixtures.hosts(settings, proxy),
        CHAT_COMPLETIONS_ONLY);
  }

  private ConnectedModel(
      OpenAiSettings settings,
      UpstreamAccess access,
      UpstreamConnections connections,
      UpstreamHosts hosts,
      String api) {
    this(
        settings, access, connections, hosts, api, new Tracer(Optional.empty(), Clock.systemUTC()));
  }

  private ConnectedModel(
      OpenAiSettings settings,
      UpstreamAccess access,
      UpstreamConnections connections,
      UpstreamHosts hosts,
      String api,
      Tracer tracer) {
    this.connections = connections;
    ModelCatalog catalog = ModelCatalog.builtIn(Clock.systemUTC());
    doctor = new OpenAiKeyDoctor(connections, hosts, catalog, settings);
    model =
        new OpenAiChatModel(
            catalog,
            settings,
            access,
            connections,
            hosts,
            new InMemoryRejectedParameters(),
            api,
            metrics,
            tracer,
            Clock.systemUTC());
  }

  /** Returns a model of a scripted server that chooses its API by trying and retries at once. */
  static ConnectedModel of(ScriptedUpstream upstream) {
    return of(upstream, "auto");
  }

  /** Returns what was counted. */
  RecordedMetrics metrics() {
    return metrics;
  }

  /** The same, whose calls are traced. */
  static ConnectedModel of(ScriptedUpstream upstream, Tracer tracer) {
    OpenAiSettings settings = settings(upstream);
    return new ConnectedModel(
        settings,
        UpstreamFixtures.access(),
        UpstreamFixtures.connections(settings),
        UpstreamFixtures.hosts(settings),
        CHAT_COMPLETIONS_ONLY,
        tracer);
  }

  /** The same with {@code URU_OPENAI_API}. */
  static ConnectedModel of(ScriptedUpstream upstream, String api) {
    OpenAiSettings settings = settings(upstream);
    return new ConnectedModel(
        settings,
        UpstreamFixtures.access(),
        UpstreamFixtures.connections(settings),
        UpstreamFixtures.hosts(settings),
        api);
  }

  private static OpenAiSettings settings(ScriptedUpstream upstream) {
    Duration timeout = Duration.ofSeconds(20);
    return new OpenAiSettings(upstream.baseUrl(), timeout, timeout, timeout, timeout);
  }

  OpenAiChatModel model() {
    return model;
  }

  KeyDoctor doctor() {
    return doctor;
  }

  @Override
  public void close() {
    connections.close();
  }
}
