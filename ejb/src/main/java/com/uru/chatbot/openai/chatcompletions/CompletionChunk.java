package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.error.OpenAiError;
import org.jspecify.annotations.Nullable;

/**
 * What Uru takes from one {@code chat.completion.chunk}, or from a whole {@code chat.completion}.
 *
 * @param text more of the answer, empty for none
 * @param reasoning more of the reasoning, empty for none
 * @param refusal whether the text is a refusal
 */
record CompletionChunk(
    String text,
    String reasoning,
    boolean refusal,
    @Nullable FinishReason finishReason,
    @Nullable TokenUsage usage,
    @Nullable OpenAiError error) {
  /** Returns whether the object has nothing of an answer. */
  boolean isEmpty() {
    return text.isEmpty()
        && reasoning.isEmpty()
        && finishReason == null
        && usage == null
        && error == null;
  }
}
