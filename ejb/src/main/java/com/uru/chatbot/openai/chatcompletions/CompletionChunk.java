package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.error.OpenAiError;
import org.jspecify.annotations.Nullable;

/**
 * What Uru takes from one {@code chat.completion.chunk}, or from a whole {@code chat.completion}.
 *
 * @param text more of the answer, empty for none
 */
record CompletionChunk(
    String text,
    @Nullable FinishReason finishReason,
    @Nullable TokenUsage usage,
    @Nullable OpenAiError error) {}
