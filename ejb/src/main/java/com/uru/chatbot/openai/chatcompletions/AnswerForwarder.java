package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.sse.ServerSentEvent;
import com.uru.chatbot.openai.sse.ServerSentEventReader;
import com.uru.chatbot.openai.sse.WholeCharacters;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.shared.Failures;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands one answer of OpenAI on as events of the house, as it arrives. */
final class AnswerForwarder {
  private static final int MAX_BODY_BYTES = 8 << 20;
  private static final int MAX_BYTES_AFTER_THE_END = 16 << 10;
  private static final String DONE = "[DONE]";
  private static final String ERROR = "error";

  /** Chunks have no name in OpenAI's streams; events of any other name are dropped. */
  private static final Set<String> KNOWN_EVENTS = Set.of("", "message", ERROR);

  /** The usage follows the finish reason at once. */
  private static final Duration TIME_FOR_USAGE = Duration.ofSeconds(5);

  /** Reading to the very end, when it comes soon, lets the next call use the connection again. */
  private static final Duration TIME_TO_END = Duration.ofSeconds(1);

  private final UpstreamConnection connection;
  private final Duration idleTimeout;
  private final Consumer<ChatModelEvent> receiver;
  private final WholeCharacters characters = new WholeCharacters();
  private final ServerSentEventReader events = new ServerSentEventReader(this::forward);
  private boolean speaking;
  private boolean finished;
  private boolean done;
  private int bytesAfterTheEnd;
  private @Nullable TokenUsage usage;

  AnswerForwarder(
      UpstreamConnection connection, Duration idleTimeout, Consumer<ChatModelEvent> receiver) {
    this.connection = connection;
    this.idleTimeout = idleTimeout;
    this.receiver = receiver;
  }

  /**
   * Forwards an answer with status 200 to its end. What happens to the connection after the finish
   * reason does no harm to the answer.
   *
   * @return completes at the end; exceptionally with an {@link IOException} if the connection
   *     breaks off or brings something else than an answer, with a {@link
   *     com.uru.chatbot.shared.DomainException} if the answer contains an error
   */
  CompletionStage<Void> forward(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return read(type).handle(this::ended);
  }

  private CompletionStage<Void> read(String type) {
    if (type.startsWith("text/event-stream")) {
      return connection.read(this::takeEvents);
    }
    if (type.startsWith("application/json")) {
      return connection.readAtMost(MAX_BODY_BYTES).thenCompose(this::forwardWhole);
    }
    return failed("The provider sent something that is not an answer");
  }

  private @Nullable Void ended(@Nullable Void end, @Nullable Throwable failure) {
    Throwable cause = Failures.causeOf(failure);
    if (cause != null && !(finished && cause instanceof IOException)) {
      throw new CompletionException(cause);
    }
    if (usage != null) {
      hand(new ChatModelEvent.Used(usage));
    }
    return null;
  }

  /** Whether more is wanted. */
  private boolean takeEvents(ByteBuffer bytes) throws IOException {
    if (done) {
      bytesAfterTheEnd += bytes.remaining();
      return bytesAfterTheEnd <= MAX_BYTES_AFTER_THE_END;
    }
    events.read(bytes);
    return true;
  }

  private void forward(ServerSentEvent event) throws IOException {
    if (done) {
      return;
    }
    if (event.data().equals(DONE)) {
      done = true;
      connection.setDeadline(TIME_TO_END);
      return;
    }
    if (!KNOWN_EVENTS.contains(event.name())) {
      return;
    }
    CompletionChunk chunk = CompletionParser.parse(event.data());
    if (event.name().equals(ERROR) && chunk.error() == null) {
      throw OpenAiErrors.problem(OpenAiError.UNKNOWN);
    }
    forward(chunk);
  }

  private CompletionStage<Void> forwardWhole(byte[] json) {
    try {
      forward(CompletionParser.parse(new String(json, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return finished
        ? CompletableFuture.completedFuture(null)
        : failed("The provider sent something that is not a completion");
  }

  private static CompletionStage<Void> failed(String why) {
    return CompletableFuture.failedFuture(new ProtocolException(why));
  }

  private void forward(CompletionChunk chunk) {
    if (chunk.usage() != null) {
      usage = chunk.usage();
    }
    if (finished) {
      return;
    }
    if (chunk.error() != null) {
      throw OpenAiErrors.problem(chunk.error());
    }
    String text = characters.next(chunk.text());
    if (!text.isEmpty()) {
      speak(text);
    }
    if (chunk.finishReason() != null) {
      finished = true;
      connection.setDeadline(TIME_FOR_USAGE);
      hand(new ChatModelEvent.Finished(chunk.finishReason()));
    }
  }

  private void speak(String text) {
    if (!speaking) {
      speaking = true;
      connection.setIdleTimeout(idleTimeout);
    }
    hand(new ChatModelEvent.TextDelta(text));
  }

  private void hand(ChatModelEvent event) {
    if (!connection.isCancelled()) {
      receiver.accept(event);
    }
  }
}
