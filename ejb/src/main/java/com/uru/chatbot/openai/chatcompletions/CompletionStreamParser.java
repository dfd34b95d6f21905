package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.openai.call.AnswerOutput;
import com.uru.chatbot.openai.call.AnswerParser;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.sse.ServerSentEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads {@code chat.completion.chunk}s, or a whole {@code chat.completion}. */
final class CompletionStreamParser implements AnswerParser {
  private static final String ERROR = "error";

  /** Chunks have no name in OpenAI's streams; events of any other name are dropped. */
  private static final Set<String> KNOWN_EVENTS = Set.of("", "message", ERROR);

  private final AnswerOutput output;
  private final ThinkTags text;
  private boolean refused;

  CompletionStreamParser(AnswerOutput output) {
    this.output = output;
    this.text = new ThinkTags(output::text, output::reasoning);
  }

  @Override
  public void event(ServerSentEvent event) throws IOException {
    if (!KNOWN_EVENTS.contains(event.name())) {
      return;
    }
    if (event.name().equals(ERROR) && !output.isFinished()) {
      throw OpenAiErrors.problem(OpenAiErrors.ofBody(event.data()));
    }
    take(event.data());
  }

  @Override
  public void done() {
    output.end(refused ? FinishReason.REFUSAL : FinishReason.STOP);
  }

  @Override
  public void whole(String json) throws IOException {
    if (!take(json).text().isEmpty()) {
      done();
    }
  }

  @Override
  public void end() {
    text.end();
  }

  private CompletionChunk take(String json) throws IOException {
    CompletionChunk chunk = CompletionParser.parse(json);
    if (chunk.usage() != null) {
      output.usage(chunk.usage());
    }
    if (!output.isFinished() && (chunk.error() != null || chunk.isEmpty())) {
      failIfError(json);
    }
    boolean firstText = !output.hasText() && !chunk.text().isEmpty();
    output.reasoning(chunk.reasoning());
    text.text(chunk.text());
    refused |= chunk.refusal();
    if (chunk.finishReason() != null) {
      output.finish(refused ? FinishReason.REFUSAL : chunk.finishReason(), firstText);
    }
    return chunk;
  }

  /** Throws the problem that the object reports; some servers send an error without nesting it. */
  private static void failIfError(String json) {
    Optional<OpenAiError> error = OpenAiErrors.ofEvent(json);
    if (error.isPresent()) {
      throw OpenAiErrors.problem(error.get());
    }
  }
}
