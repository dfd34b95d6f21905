package com.uru.chatbot.model;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.util.Locale;
import java.util.Map;

/**
 * What fits into a model. Only the provider counts tokens exactly; here a question is refused only
 * if no way of counting could make it fit, which saves the upload.
 */
public final class ContextWindow {
  private static final int TYPICAL_CHARACTERS_PER_TOKEN = 4;

  /** Four times the typical value: no prose or program is that dense. */
  private static final int MOST_CHARACTERS_PER_TOKEN = 16;

  private ContextWindow() {}

  /** The probable number of prompt tokens: a quarter of the characters, rounded up. */
  public static int estimatedTokens(ChatRequest request) {
    return tokens(request, TYPICAL_CHARACTERS_PER_TOKEN);
  }

  /**
   * Refuses a question that is certainly too long.
   *
   * @throws DomainException {@code CONTEXT_LENGTH_EXCEEDED} with {@code contextWindow} and {@code
   *     promptTokens} (estimated)
   */
  public static void requireRoom(Model model, ChatRequest request) {
    if (tokens(request, MOST_CHARACTERS_PER_TOKEN) > model.maxInputTokens()) {
      throw exceeded(model.maxInputTokens(), estimatedTokens(request));
    }
  }

  /** The refusal of a question that is too long, in tokens. */
  public static DomainException exceeded(int contextWindow, int promptTokens) {
    return new DomainException(
        ProblemCode.CONTEXT_LENGTH_EXCEEDED,
        String.format(
            Locale.ROOT,
            "The conversation has about %,d tokens; this model takes %,d.",
            promptTokens,
            contextWindow),
        Map.of("contextWindow", contextWindow, "promptTokens", promptTokens),
        null);
  }

  private static int tokens(ChatRequest request, int charactersPerToken) {
    long characters = 0;
    for (ChatRequest.Turn turn : request.turns()) {
      characters += turn.text().length();
      characters += turn.instructions() == null ? 0 : turn.instructions().length();
    }
    return Math.toIntExact((characters + charactersPerToken - 1) / charactersPerToken);
  }
}
