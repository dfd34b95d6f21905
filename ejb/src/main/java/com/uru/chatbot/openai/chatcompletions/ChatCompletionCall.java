package com.uru.chatbot.openai.chatcompletions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.call.RefusedParameters;
import com.uru.chatbot.openai.call.RequestParameter;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question to OpenAI, asked again only as long as nothing of an answer has come. */
public final class ChatCompletionCall implements ChatModelCall {
  private static final System.Logger LOGGER = System.getLogger(ChatCompletionCall.class.getName());

  private final ChatRequest question;
  private final Model model;
  private final ProviderKey key;
  private final UpstreamConnection connection;
  private final OpenAiSettings settings;
  private final UpstreamAccess access;
  private final RefusedParameters refusedParameters;

  public ChatCompletionCall(
      ChatRequest question,
      Model model,
      ProviderKey key,
      UpstreamConnection connection,
      OpenAiSettings settings,
      UpstreamAccess access,
      RefusedParameters refusedParameters) {
    this.question = question;
    this.model = model;
    this.key = key;
    this.connection = connection;
    this.settings = settings;
    this.access = access;
    this.refusedParameters = refusedParameters;
  }

  @Override
  public CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver) {
    return forward(receiver).handle(this::ended);
  }

  private CompletionStage<Void> forward(Consumer<ChatModelEvent> receiver) {
    try {
      HttpResponse<?> answer = access.open(this::ask, connection::sleep);
      return new AnswerForwarder(connection, settings.idleTimeout(), receiver).forward(answer);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private @Nullable Void ended(@Nullable Void end, @Nullable Throwable failure) {
    connection.close();
    Throwable cause = Failures.causeOf(failure);
    boolean broken = cause instanceof IOException;
    // Whoever has cancelled the call knows.
    if (cause == null
        || cause instanceof CancellationException
        || (broken && connection.isCancelled())) {
      return null;
    }
    throw new CompletionException(broken ? failure((IOException) cause) : cause);
  }

  @Override
  public void cancel() {
    connection.cancel();
  }

  private HttpResponse<?> ask() throws IOException {
    Set<RequestParameter> refused = refusedParameters.of(model.id());
    try {
      HttpResponse<?> response = send(refused);
      while (response.statusCode() != 200) {
        OpenAiError error = errorOf(response);
        if (!heal(error, refused)) {
          throw refusal(error);
        }
        response = send(refused);
      }
      return response;
    } catch (IOException e) {
      if (connection.isCancelled()) {
        throw new CancellationException();
      }
      throw e;
    }
  }

  private HttpResponse<?> send(Set<RequestParameter> refused) throws IOException {
    CompletionRequest request = new CompletionRequest(question, model, refused);
    boolean thinks = model.capabilities().reasoning() || !request.streams();
    return connection.send(
        httpRequest(request), thinks ? settings.reasoningTimeout() : settings.firstByteTimeout());
  }

  private HttpRequest httpRequest(CompletionRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(settings.chatCompletions())
            .header("Accept", request.streams() ? "text/event-stream" : "application/json")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(request.body()));
    try {
      return builder.header("Authorization", key.authorization()).build();
    } catch (IllegalArgumentException e) {
      // The message of this exception quotes the key: it must not go on as a cause.
      throw new DomainException(ProblemCode.PROVIDER_KEY_INVALID);
    }
  }

  private OpenAiError errorOf(HttpResponse<?> response) throws IOException {
    return OpenAiErrors.read(
        response.statusCode(),
        response.headers()::firstValue,
        new String(connection.await(connection.readAtMost(OpenAiErrors.MAX_BODY_BYTES)), UTF_8));
  }

  /** Drops a parameter that the model refuses; false if there is none that was not yet dropped. */
  private boolean heal(OpenAiError error, Set<RequestParameter> refused) {
    return RequestParameter.refusedBy(error)
        .filter(refused::add)
        .map(
            parameter -> {
              refusedParameters.remember(model.id(), parameter);
              LOGGER.log(Level.INFO, "Model {0} refuses {1}: left out", model.id(), parameter);
              return true;
            })
        .orElse(false);
  }

  private DomainException refusal(OpenAiError error) throws IOException {
    if (OpenAiErrors.code(error) == ProblemCode.CONTEXT_LENGTH_EXCEEDED
        && error.promptTokens() == 0) {
      return ContextWindow.exceeded(model.contextWindow(), ContextWindow.estimatedTokens(question));
    }
    return OpenAiErrors.refusal(error);
  }

  private DomainException failure(IOException cause) {
    if (cause instanceof ProviderFaultException fault) {
      return fault.problem();
    }
    DomainException failure =
        new DomainException(
            connection.timedOut()
                ? ProblemCode.PROVIDER_TIMEOUT
                : ProblemCode.PROVIDER_UNAVAILABLE);
    failure.initCause(withoutMessage(cause));
    return failure;
  }

  /** The JDK's messages quote what the provider sent, and so perhaps the key. */
  private static IOException withoutMessage(IOException cause) {
    IOException speechless = new IOException(cause.getClass().getName());
    speechless.setStackTrace(cause.getStackTrace());
    return speechless;
  }
}
