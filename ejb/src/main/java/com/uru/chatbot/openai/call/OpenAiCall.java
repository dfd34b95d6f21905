package com.uru.chatbot.openai.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request for an answer; repeated only as long as nothing of an answer has come. */
public final class OpenAiCall implements ChatModelCall {
  private static final System.Logger LOGGER = System.getLogger(OpenAiCall.class.getName());

  private final ChatRequest request;
  private final Model model;
  private final ProviderKey key;
  private final UpstreamConnection connection;
  private final AnswerApi api;
  private final Shared shared;

  /**
   * What all calls have in common.
   *
   * @param rejected what models have rejected so far
   */
  public record Shared(
      OpenAiSettings settings,
      UpstreamHosts hosts,
      UpstreamAccess access,
      RejectedParameters rejected) {}

  /**
   * Prepares a call; nothing is sent before {@link #stream}.
   *
   * @param key stays open until the call has ended
   */
  public OpenAiCall(
      ChatRequest request,
      Model model,
      ProviderKey key,
      UpstreamConnection connection,
      AnswerApi api,
      Shared shared) {
    this.request = request;
    this.model = model;
    this.key = key;
    this.connection = connection;
    this.api = api;
    this.shared = shared;
  }

  @Override
  public CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver) {
    return forward(receiver).handle(this::ended);
  }

  private CompletionStage<Void> forward(Consumer<ChatModelEvent> receiver) {
    try {
      HttpResponse<?> answer =
          shared.access().open(this::sendWithoutRejectedParameters, connection::sleep);
      AnswerOutput output = new AnswerOutput(connection, shared.settings().idleTimeout(), receiver);
      return new AnswerReader(connection, api.parser(output), output).read(answer);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private @Nullable Void ended(@Nullable Void end, @Nullable Throwable failure) {
    connection.close();
    Throwable cause = Failures.causeOf(failure);
    boolean broken = cause instanceof IOException;
    // A cancelled call has ended normally: its caller knows.
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

  /** Sends the request, again to the host of the key and without what the model rejects. */
  private HttpResponse<?> sendWithoutRejectedParameters() throws IOException {
    Set<RequestParameter> omitted = shared.rejected().of(model.id());
    try {
      HttpResponse<?> response = send(omitted);
      while (response.statusCode() != 200) {
        OpenAiError error = errorOf(response);
        boolean changed =
            shared.hosts().learn(key, response.uri(), error.details().host())
                || omitRejectedParameter(error, omitted);
        if (!changed) {
          throw refusal(error);
        }
        response = send(omitted);
      }
      return response;
    } catch (IOException e) {
      if (connection.isCancelled()) {
        throw new CancellationException();
      }
      throw e;
    }
  }

  private HttpResponse<?> send(Set<RequestParameter> omitted) throws IOException {
    boolean streams = AnswerApi.streams(model, omitted);
    boolean slow = model.capabilities().reasoning() || !streams;
    OpenAiSettings settings = shared.settings();
    return connection.send(
        httpRequest(api.body(request, model, omitted), streams),
        slow ? settings.reasoningTimeout() : settings.firstByteTimeout());
  }

  private HttpRequest httpRequest(byte[] json, boolean streams) {
    return shared
        .hosts()
        .request(key, api.path())
        .header("Accept", streams ? "text/event-stream" : "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  private OpenAiError errorOf(HttpResponse<?> response) throws IOException {
    return OpenAiErrors.read(
        response.statusCode(),
        response.headers()::firstValue,
        new String(connection.await(connection.readAtMost(OpenAiErrors.MAX_BODY_BYTES)), UTF_8));
  }

  /** Adds the parameter that the error rejects; returns false if there is none to add. */
  private boolean omitRejectedParameter(OpenAiError error, Set<RequestParameter> omitted) {
    Optional<RequestParameter> rejected = RequestParameter.rejectedBy(error);
    if (rejected.isEmpty() || !omitted.add(rejected.get())) {
      return false;
    }
    shared.rejected().add(model.id(), rejected.get());
    LOGGER.log(Level.INFO, "Model {0} rejects {1}: sent without it", model.id(), rejected.get());
    return true;
  }

  private DomainException refusal(OpenAiError error) throws IOException {
    if (OpenAiErrors.code(error) == ProblemCode.CONTEXT_LENGTH_EXCEEDED
        && error.promptTokens() == 0) {
      return ContextWindow.exceeded(model.contextWindow(), ContextWindow.estimatedTokens(request));
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
    IOException sanitized = new IOException(cause.getClass().getName());
    sanitized.setStackTrace(cause.getStackTrace());
    return sanitized;
  }
}
