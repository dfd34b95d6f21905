package com.uru.chatbot.openai;

import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.call.OpenAiCall;
import com.uru.chatbot.openai.call.RejectedParameters;
import com.uru.chatbot.openai.chatcompletions.ChatCompletionsApi;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamClients;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * OpenAI's chat completions. Streams go through the JDK's HTTP client, whose exchanges any thread
 * can end at once; each stream has a connection of its own (HTTP/1.1), so that breaking one off, or
 * losing one, never touches another user's.
 */
@ApplicationScoped
public class OpenAiChatModel implements ChatModel {
  private ModelCatalog catalog;
  private OpenAiClient client;
  private OpenAiSettings settings;
  private UpstreamAccess access;
  private OpenAiCall.Shared shared;
  private UpstreamClients clients;
  private ScheduledExecutorService watchdog;

  @Inject
  public OpenAiChatModel(
      ModelCatalog catalog,
      @RestClient OpenAiClient client,
      OpenAiSettings settings,
      UpstreamAccess access) {
    this.catalog = catalog;
    this.client = client;
    this.settings = settings;
    this.access = access;
    this.shared = new OpenAiCall.Shared(settings, access, new RejectedParameters());
    this.clients = new UpstreamClients(settings.connectTimeout());
    this.watchdog = newWatchdog();
  }

  /** For the container's proxy only. */
  @SuppressWarnings("NullAway.Init")
  protected OpenAiChatModel() {}

  @Override
  public ChatModelCall prepare(ChatRequest request, ProviderKey key) {
    Model model = catalog.require(request.model());
    ContextWindow.requireRoom(model, request);
    return new OpenAiCall(
        request,
        model,
        key,
        new UpstreamConnection(clients, watchdog),
        new ChatCompletionsApi(),
        shared);
  }

  @Override
  public List<String> availableModels(ProviderKey key) {
    try {
      return access.open(() -> modelsOf(key), OpenAiChatModel::sleep);
    } catch (ProviderFaultException fault) {
      throw fault.problem();
    } catch (SocketTimeoutException e) {
      throw new DomainException(ProblemCode.PROVIDER_TIMEOUT);
    } catch (IOException e) {
      throw new DomainException(ProblemCode.PROVIDER_UNAVAILABLE);
    }
  }

  private List<String> modelsOf(ProviderKey key) throws IOException {
    try (InputStream body = client.models(key.authorization())) {
      return ModelList.ids(body);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ProcessingException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Makes bad settings stop the start instead of the first question. */
  void requireAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    settings.warnIfUnencrypted();
  }

  @PreDestroy
  void stop() {
    watchdog.shutdownNow();
  }

  private static ScheduledExecutorService newWatchdog() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, OpenAiChatModel::newWatchdogThread);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  private static Thread newWatchdogThread(Runnable task) {
    Thread thread = new Thread(task, "uru-openai-watchdog");
    thread.setDaemon(true);
    return thread;
  }
}
