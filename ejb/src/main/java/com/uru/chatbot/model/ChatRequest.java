package com.uru.chatbot.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model, in the words of the house; the adapter shapes it to the model's
 * capabilities.
 *
 * @param model id of the model, as in the catalogue
 * @param systemPrompt what the model is told first, {@code null} for nothing
 * @param turns the conversation so far, oldest first, ending with the user's message
 * @param parameters what the user set
 */
public record ChatRequest(
    String model, @Nullable String systemPrompt, List<Turn> turns, Parameters parameters) {
  public ChatRequest {
    turns = List.copyOf(turns);
  }

  /** Who said something in a conversation. */
  public enum Speaker {
    USER,
    ASSISTANT
  }

  /** One message of the conversation. */
  public record Turn(Speaker speaker, String text) {}

  /**
   * The user's settings; {@code null} leaves the choice to the model.
   *
   * @param temperature 0.0 to 2.0
   * @param maxOutputTokens at least 1
   * @param reasoningEffort {@code low}, {@code medium} or {@code high}
   */
  public record Parameters(
      @Nullable Double temperature,
      @Nullable Integer maxOutputTokens,
      @Nullable String reasoningEffort) {
    /** Everything left to the model. */
    public static final Parameters DEFAULTS = new Parameters(null, null, null);
  }
}
