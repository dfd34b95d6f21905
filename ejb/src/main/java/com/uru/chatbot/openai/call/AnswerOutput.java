package com.uru.chatbot.openai.call;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.sse.WholeCharacters;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what a parser finds in an answer to the receiver, and sets the connection's timeouts by
 * how far the answer has come. Some servers send a finish reason with every chunk: the text goes on
 * until the stream ends, and the last reason counts.
 */
public final class AnswerOutput {
  /** How long to wait for the usage after the finish reason; OpenAI sends it at once. */
  private static final Duration USAGE_TIMEOUT = Duration.ofSeconds(5);

  /** How long to read on to the end of the body, so that the next call can reuse the connection. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

  private final UpstreamConnection connection;
  private final Duration idleTimeout;
  private final Consumer<ChatModelEvent> receiver;
  private final WholeCharacters text = new WholeCharacters();
  private final WholeCharacters reasoning = new WholeCharacters();
  private boolean textStarted;
  private @Nullable FinishReason finishReason;

  /** Whether something of the answer has followed a finish reason. */
  private boolean resumed;

  private boolean done;
  private @Nullable TokenUsage usage;

  AnswerOutput(
      UpstreamConnection connection, Duration idleTimeout, Consumer<ChatModelEvent> receiver) {
    this.connection = connection;
    this.idleTimeout = idleTimeout;
    this.receiver = receiver;
  }

  /** Passes more text of the answer on; may be empty. */
  public void text(String delta) {
    String complete = text.next(delta);
    if (!complete.isEmpty()) {
      resume();
      startText();
      emit(new ChatModelEvent.TextDelta(complete));
    }
  }

  /** Passes more text of the reasoning's summary on; may be empty. */
  public void reasoning(String delta) {
    String complete = reasoning.next(delta);
    if (!complete.isEmpty()) {
      resume();
      emit(new ChatModelEvent.ReasoningDelta(complete));
    }
  }

  /** Passes on what the provider wants back with the next question. */
  public void providerItems(String json) {
    emit(new ChatModelEvent.ProviderItems(json));
  }

  private void startText() {
    if (!textStarted) {
      textStarted = true;
      connection.setIdleTimeout(idleTimeout);
    }
  }

  private void resume() {
    if (finishReason != null && !resumed && !done) {
      resumed = true;
      connection.setIdleTimeout(idleTimeout);
    }
  }

  /**
   * Notes the finish reason; the last one counts.
   *
   * @param withFirstText whether it came with the first text of the answer, as from a server that
   *     sends one with every chunk: then more text may follow after any pause
   */
  public void finish(FinishReason reason, boolean withFirstText) {
    if (finishReason == null && !withFirstText) {
      connection.setDeadline(USAGE_TIMEOUT);
    }
    finishReason = reason;
  }

  /** Returns whether text of the answer was passed on. */
  public boolean hasText() {
    return textStarted;
  }

  /** Notes the usage; the last one counts. */
  public void usage(TokenUsage newUsage) {
    usage = newUsage;
  }

  /**
   * Notes that nothing more of the answer follows.
   *
   * @param reason the finish reason if none has come
   */
  public void end(FinishReason reason) {
    if (!done) {
      done = true;
      finishReason = finishReason == null ? reason : finishReason;
      connection.setDeadline(END_TIMEOUT);
    }
  }

  /**
   * Returns whether the answer is whole, so that a failure that follows does not harm it. A finish
   * reason that was followed by more of the answer does not prove that.
   */
  public boolean isFinished() {
    return done || (finishReason != null && !resumed);
  }

  /** Returns whether {@link #end} was called. */
  boolean isDone() {
    return done;
  }

  /** Passes finish reason and usage on, if they have come. */
  void close() {
    if (finishReason != null) {
      emit(new ChatModelEvent.Finished(finishReason));
    }
    if (usage != null) {
      emit(new ChatModelEvent.Used(usage));
    }
  }

  private void emit(ChatModelEvent event) {
    if (!connection.isCancelled()) {
      receiver.accept(event);
    }
  }
}
