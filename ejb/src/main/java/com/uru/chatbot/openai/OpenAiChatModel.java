package com.uru.chatbot.openai;

import com.uru.chatbot.metrics.Metrics;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.call.ApiSelection;
import com.uru.chatbot.openai.call.OpenAiCall;
import com.uru.chatbot.openai.call.RejectedParameters;
import com.uru.chatbot.openai.chatcompletions.ChatCompletionsApi;
import com.uru.chatbot.openai.responses.ResponsesApi;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.tracing.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * OpenAI's Responses and Chat Completions. Streams go through the JDK's HTTP client, whose
 * exchanges any thread can end at once; each stream has a connection of its own (HTTP/1.1), so that
 * breaking one off, or losing one, never touches another user's.
 */
@ApplicationScoped
public class OpenAiChatModel implements ChatModel {
  private ModelCatalog catalog;
  private OpenAiCall.Shared shared;
  private UpstreamConnections connections;

  @Inject
  public OpenAiChatModel(
      ModelCatalog catalog,
      OpenAiSettings settings,
      UpstreamAccess access,
      UpstreamConnections connections,
      UpstreamHosts hosts,
      com.uru.chatbot.model.RejectedParameters rejected,
      @ConfigProperty(name = "uru.openai.api") String api,
      Metrics metrics,
      Tracer tracer,
      Clock clock) {
    this.catalog = catalog;
    ApiSelection apis =
        new ApiSelection(
            new ResponsesApi(), new ChatCompletionsApi(), ApiSelection.Setting.of(api), clock);
    this.shared =
        new OpenAiCall.Shared(
            catalog,
            settings,
            hosts,
            access,
            apis,
            new RejectedParameters(rejected, settings.baseUrl(), clock),
            metrics,
            tracer);
    this.connections = connections;
  }

  /** For the container's proxy only. */
  @SuppressWarnings("NullAway.Init")
  protected OpenAiChatModel() {}

  @Override
  public ChatModelCall prepare(ChatRequest request, ProviderKey key) {
    Model model = catalog.require(request.model());
    ContextWindow.requireRoom(model, request);
    return new OpenAiCall(request, model, key, connections.open(), shared);
  }
}
