package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.KeyDoctor;
import com.uru.chatbot.model.KeyReport;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Checks keys of OpenAI and of servers that speak its APIs. */
@ApplicationScoped
public class OpenAiKeyDoctor implements KeyDoctor {
  private UpstreamConnections connections;
  private UpstreamHosts hosts;
  private ModelCatalog catalog;
  private boolean openAi;

  @Inject
  public OpenAiKeyDoctor(
      UpstreamConnections connections,
      UpstreamHosts hosts,
      ModelCatalog catalog,
      OpenAiSettings settings) {
    this.connections = connections;
    this.hosts = hosts;
    this.catalog = catalog;
    this.openAi = settings.isOpenAi();
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected OpenAiKeyDoctor() {}

  @Override
  public KeyReport check(ProviderKey key) {
    KeyKind kind = KeyKind.of(key, openAi);
    return new KeyCheckup(new CheckCalls(connections, hosts, key), hosts, catalog, key, kind)
        .report();
  }
}
