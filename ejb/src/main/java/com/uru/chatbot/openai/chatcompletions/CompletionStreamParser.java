package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.openai.call.AnswerOutput;
import com.uru.chatbot.openai.call.AnswerParser;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.sse.ServerSentEvent;
import java.io.IOException;
import java.util.Set;

/**
 * Reads {@code chat.completion.chunk}s up to {@code [DONE]}, or a whole {@code chat.completion}.
 */
final class CompletionStreamParser implements AnswerParser {
  private static final String DONE = "[DONE]";
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
    if (event.data().strip().equals(DONE)) {
      output.end();
      return;
    }
    if (!KNOWN_EVENTS.contains(event.name())) {
      return;
    }
    CompletionChunk chunk = CompletionParser.parse(event.data());
    if (event.name().equals(ERROR) && chunk.error() == null) {
      throw OpenAiErrors.problem(OpenAiError.UNKNOWN);
    }
    take(chunk);
  }

  @Override
  public void whole(String json) throws IOException {
    take(CompletionParser.parse(json));
  }

  @Override
  public void end() {
    text.end();
  }

  private void take(CompletionChunk chunk) {
    if (chunk.usage() != null) {
      output.usage(chunk.usage());
    }
    if (chunk.error() != null && !output.isFinished()) {
      throw OpenAiErrors.problem(chunk.error());
    }
    output.reasoning(chunk.reasoning());
    text.text(chunk.text());
    refused |= chunk.refusal();
    if (chunk.finishReason() != null) {
      text.end();
      output.finish(refused ? FinishReason.REFUSAL : chunk.finishReason());
    }
  }
}
