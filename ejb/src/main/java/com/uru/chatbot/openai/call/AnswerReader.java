package com.uru.chatbot.openai.call;

import com.uru.chatbot.openai.error.ErrorCause;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.sse.ServerSentEvent;
import com.uru.chatbot.openai.sse.ServerSentEventReader;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.shared.Failures;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of one answer, an event stream or one JSON object, as it arrives. */
final class AnswerReader {
  private static final String DONE = "[DONE]";
  private static final String ERROR = "error";
  private static final Pattern EVENT_STREAM = Pattern.compile("\\s*(?:data|event|id|retry)?:");
  private static final int MAX_BODY_BYTES = 8 << 20;
  private static final int MAX_BYTES_AFTER_THE_END = 16 << 10;

  private final UpstreamConnection connection;
  private final AnswerParser parser;
  private final AnswerOutput output;
  private final ServerSentEventReader events;
  private int bytesAfterTheEnd;

  /** Whether an event was skipped that is neither empty nor a comment nor JSON. */
  private boolean unreadable;

  AnswerReader(
      UpstreamConnection connection, int maxEventBytes, AnswerParser parser, AnswerOutput output) {
    this.connection = connection;
    this.parser = parser;
    this.output = output;
    this.events = new ServerSentEventReader(maxEventBytes, this::take);
  }

  /**
   * Reads an answer with status 200 to its end. A connection that breaks after the finish reason
   * does no harm to the answer.
   *
   * @return completes at the end; exceptionally with an {@link IOException} if the connection
   *     breaks or brings something else than an answer, with a {@link
   *     com.uru.chatbot.shared.DomainException} if the answer contains an error
   */
  CompletionStage<Void> read(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return readBody(type).handle(this::ended);
  }

  /** Some servers give an event stream another type than its own, or none. */
  private CompletionStage<Void> readBody(String type) {
    if (type.startsWith("application/json")) {
      return connection.readAtMost(MAX_BODY_BYTES).thenCompose(this::takeWhole);
    }
    if (type.startsWith("text/html")) {
      return CompletableFuture.failedFuture(OpenAiErrors.problem(ErrorCause.WEB_PAGE));
    }
    return connection.read(this::takeEvents);
  }

  private @Nullable Void ended(@Nullable Void end, @Nullable Throwable failure) {
    Throwable cause = readRest(Failures.causeOf(failure));
    boolean harmless = output.isFinished() && cause instanceof IOException;
    parser.end();
    if (cause != null && !harmless) {
      throw new CompletionException(cause);
    }
    output.close();
    return null;
  }

  /**
   * Reads the last event if the stream has ended without a blank line after it. Reads nothing after
   * a timeout or a stop: another thread may still be reading events then.
   *
   * @return the failure of the answer, or null if there is none
   */
  private @Nullable Throwable readRest(@Nullable Throwable failure) {
    if (connection.isCancelled() || connection.timedOut()) {
      return failure;
    }
    try {
      events.end();
    } catch (IOException e) {
      // The rest is the beginning of an event that was cut off.
    } catch (RuntimeException e) {
      return e;
    }
    return failure == null && unreadable && !output.isFinished()
        ? new ProtocolException("The provider sent something that is not JSON")
        : failure;
  }

  /** Returns whether more bytes are wanted. */
  private boolean takeEvents(ByteBuffer bytes) throws IOException {
    if (output.isDone()) {
      bytesAfterTheEnd += bytes.remaining();
      return bytesAfterTheEnd <= MAX_BYTES_AFTER_THE_END;
    }
    events.read(bytes);
    return true;
  }

  /** Passes an event on. Servers and proxies send other things to keep a connection alive. */
  private void take(ServerSentEvent event) throws IOException {
    String data = event.data().strip();
    if (output.isDone()) {
      return;
    }
    if (data.equals(DONE)) {
      parser.done();
    } else if (data.startsWith("{") || event.name().equals(ERROR)) {
      parser.event(event);
    } else {
      unreadable |= !data.isEmpty() && !data.startsWith(":");
    }
  }

  private CompletionStage<Void> takeWhole(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      if (EVENT_STREAM.matcher(text).lookingAt()) {
        events.read(ByteBuffer.wrap(body));
        return CompletableFuture.completedFuture(null);
      }
      parser.whole(text);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return output.isFinished()
        ? CompletableFuture.completedFuture(null)
        : failed("The provider sent something that is not an answer");
  }

  private static CompletionStage<Void> failed(String why) {
    return CompletableFuture.failedFuture(new ProtocolException(why));
  }
}
