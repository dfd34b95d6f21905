package com.uru.chatbot.openai.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.metrics.Metric;
import com.uru.chatbot.metrics.Metrics;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.error.ErrorCause;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.CallTarget;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.openai.upstream.UpstreamAccess;
import com.uru.chatbot.openai.upstream.UpstreamCall;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.openai.upstream.UpstreamTransport;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tracing.Span;
import com.uru.chatbot.tracing.TraceParent;
import com.uru.chatbot.tracing.Tracer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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

  /** Not found, method not allowed, not implemented (RFC 9110, section 15). */
  private static final Set<Integer> MISSING_PATH = Set.of(404, 405, 501);

  private final ChatRequest request;
  private final Model model;
  private final ProviderKey key;
  private final UpstreamConnection connection;
  private final Shared shared;
  private @Nullable Span span;

  /**
   * What all calls have in common.
   *
   * @param apis the choice between the APIs
   * @param rejected what models have rejected so far
   */
  public record Shared(
      ModelCatalog catalog,
      OpenAiSettings settings,
      UpstreamHosts hosts,
      UpstreamAccess access,
      ApiSelection apis,
      RejectedParameters rejected,
      Metrics metrics,
      Tracer tracer) {}

  /** The head of an answer and the API through which it comes. */
  private record Answer(AnswerApi api, HttpResponse<?> response) {}

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
      Shared shared) {
    this.request = request;
    this.model = model;
    this.key = key;
    this.connection = connection;
    this.shared = shared;
  }

  @Override
  public CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver) {
    span = shared.tracer().call("chat " + shared.catalog().knownName(model.id()));
    if (span == null) {
      return forward(receiver).handle(this::ended);
    }
    describe(span);
    return forward(recorded(receiver, span)).handle(this::ended).whenComplete(this::endSpan);
  }

  /** By OpenTelemetry's conventions for generative AI; no content. */
  private void describe(Span call) {
    call.set("gen_ai.operation.name", "chat");
    call.set("gen_ai.provider.name", "openai");
    call.set("gen_ai.request.model", model.id());
    call.set("server.address", upstream());
  }

  private static Consumer<ChatModelEvent> recorded(Consumer<ChatModelEvent> receiver, Span call) {
    return event -> {
      if (event instanceof ChatModelEvent.Used used) {
        call.set("gen_ai.usage.input_tokens", used.usage().promptTokens());
        call.set("gen_ai.usage.output_tokens", used.usage().completionTokens());
      } else if (event instanceof ChatModelEvent.Finished finished) {
        call.set(
            "gen_ai.response.finish_reasons", finished.reason().name().toLowerCase(Locale.ROOT));
      }
      receiver.accept(event);
    };
  }

  private void endSpan(@Nullable Void end, @Nullable Throwable failure) {
    Span ended = span;
    if (ended == null) {
      return;
    }
    if (Failures.causeOf(failure) instanceof DomainException refusal) {
      ended.fail(refusal.code().code());
    } else if (failure != null) {
      ended.fail(ProblemCode.INTERNAL_ERROR.code());
    }
    ended.end();
  }

  private CompletionStage<Void> forward(Consumer<ChatModelEvent> receiver) {
    try {
      Answer answer = shared.access().open(new Attempt(), connection::sleep);
      AnswerApi api = answer.api();
      AnswerOutput output = new AnswerOutput(connection, shared.settings().idleTimeout(), receiver);
      return new AnswerReader(connection, api.maxEventBytes(), api.parser(model, output), output)
          .read(answer.response());
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
    Throwable problem = broken ? failure((IOException) cause) : cause;
    if (problem instanceof DomainException refusal) {
      shared.metrics().increment(Metric.UPSTREAM_ERRORS, refusal.code().code());
    }
    throw new CompletionException(problem);
  }

  @Override
  public void cancel() {
    connection.cancel();
  }

  /** Asks the APIs until one of them answers. */
  private final class Attempt implements UpstreamCall<Answer> {
    @Override
    public CallTarget target() {
      return new CallTarget(upstream(), model.id(), request.purpose());
    }

    @Override
    public String user() {
      ChatRequest.Origin origin = request.origin();
      return origin == null ? shared.hosts().fingerprint(key) : origin.user();
    }

    @Override
    public Answer open() throws IOException {
      try {
        return firstAnswer(
            new ArrayDeque<>(shared.apis().candidates(upstream(), model)),
            shared.rejected().of(shared.hosts().fingerprint(key), model.id()));
      } catch (IOException e) {
        if (connection.isCancelled()) {
          throw new CancellationException();
        }
        throw e;
      }
    }
  }

  /** Sends the request again as long as an error says how to change it so that it may succeed. */
  private Answer firstAnswer(Deque<AnswerApi> apis, Set<RequestParameter> omitted)
      throws IOException {
    while (true) {
      AnswerApi api = apis.element();
      HttpResponse<?> response = send(api, omitted);
      if (response.statusCode() == 200) {
        shared.apis().markPresent(upstream(), api, model);
        return new Answer(api, response);
      }
      OpenAiError error = errorOf(response);
      boolean changed =
          shared.hosts().learn(key, response.uri(), error.details().host())
              || omitRejectedParameter(error, omitted)
              || skipMissingApi(error, apis);
      if (!changed) {
        throw refusal(error, api, omitted);
      }
    }
  }

  private String upstream() {
    return shared.hosts().upstream(key);
  }

  private HttpResponse<?> send(AnswerApi api, Set<RequestParameter> omitted) throws IOException {
    boolean streams = AnswerApi.streams(model, omitted);
    boolean slow = model.capabilities().reasoning() || !streams;
    OpenAiSettings settings = shared.settings();
    return connection.send(
        httpRequest(api.path(), api.body(request, model, omitted), streams),
        slow ? settings.reasoningTimeout() : settings.firstByteTimeout());
  }

  private HttpRequest httpRequest(String path, byte[] json, boolean streams) {
    HttpRequest.Builder httpRequest = shared.hosts().request(key, path);
    if (span != null) {
      httpRequest.header(TraceParent.HEADER, span.context().toString());
    }
    return httpRequest
        .header("Accept", streams ? "text/event-stream" : "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  /** Removes the first API if the error says that it is missing and there is another one. */
  private boolean skipMissingApi(OpenAiError error, Deque<AnswerApi> apis) {
    if (apis.size() < 2) {
      return false;
    }
    ErrorCause cause = OpenAiErrors.cause(error);
    if (cause == ErrorCause.OTHER_API) {
      shared.apis().markMissing(upstream(), apis.remove(), model);
      return true;
    }
    if (MISSING_PATH.contains(error.status()) && cause.code() != ProblemCode.MODEL_NOT_AVAILABLE) {
      shared.apis().markMissing(upstream(), apis.remove());
      return true;
    }
    return false;
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
    shared.rejected().add(shared.hosts().fingerprint(key), model.id(), rejected.get());
    LOGGER.log(Level.INFO, "Model {0} rejects {1}: sent without it", model.id(), rejected.get());
    return true;
  }

  private DomainException refusal(OpenAiError error, AnswerApi api, Set<RequestParameter> omitted)
      throws IOException {
    if (OpenAiErrors.code(error) == ProblemCode.CONTEXT_LENGTH_EXCEEDED
        && error.promptTokens() == 0) {
      return tooLong(error.contextWindow(), countInputTokens(api, omitted));
    }
    DomainException refusal = OpenAiErrors.refusal(error);
    return refusal.code() == ProblemCode.MODEL_NOT_AVAILABLE
        ? shared.catalog().notAvailable(model.id(), refusal)
        : refusal;
  }

  private OptionalInt countInputTokens(AnswerApi api, Set<RequestParameter> omitted) {
    OptionalInt tokens =
        api.countInputTokens(
            request, model, omitted, new UpstreamTransport(connection, shared.hosts(), key));
    if (connection.isCancelled()) {
      // The caller has stopped the call meanwhile, and expects no refusal any more.
      throw new CancellationException();
    }
    return tokens;
  }

  /**
   * Returns the refusal of a request that is too long.
   *
   * @param window tokens that the model takes, 0 if the error does not tell
   */
  private DomainException tooLong(int window, OptionalInt tokens) {
    return ContextWindow.exceeded(
        window > 0 ? window : model.maxInputTokens(),
        tokens.orElseGet(() -> ContextWindow.estimatedTokens(request)));
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
