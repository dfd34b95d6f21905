package com.uru.chatbot.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model, independent of the provider; the adapter shapes it to the model's
 * capabilities. The turns of a conversation only ever grow: what was sent before is sent again
 * unchanged, so that the provider's cache of the prefix holds.
 *
 * @param model id of the model, as in the catalogue
 * @param turns the conversation so far, oldest first, ending with the user's message
 * @param parameters the user's settings for this answer
 * @param origin where the question comes from, {@code null} if the provider is not to know
 * @param purpose what the answer is for
 */
public record ChatRequest(
    String model,
    List<Turn> turns,
    Parameters parameters,
    @Nullable Origin origin,
    Purpose purpose) {
  public ChatRequest {
    turns = List.copyOf(turns);
  }

  /** A question of a user. */
  public ChatRequest(
      String model, List<Turn> turns, Parameters parameters, @Nullable Origin origin) {
    this(model, turns, parameters, origin, Purpose.ANSWER);
  }

  /** A question of a user of which the provider is not to know where it comes from. */
  public ChatRequest(String model, List<Turn> turns, Parameters parameters) {
    this(model, turns, parameters, null);
  }

  /** A request for the title of a conversation. */
  public static ChatRequest forTitle(String model, Turn question, Parameters parameters) {
    return new ChatRequest(model, List.of(question), parameters, null, Purpose.TITLE);
  }

  /** What an answer is for: failed titles must not affect the users' questions. */
  public enum Purpose {
    ANSWER,
    TITLE
  }

  /**
   * Pseudonyms for the provider: hashes from which no id of Uru can be told.
   *
   * @param conversation the same for all questions of a conversation, 1 to 64 characters
   * @param user the same for all questions of a user, 1 to 64 characters
   */
  public record Origin(String conversation, String user) {}

  /** The author of a turn. */
  public enum Speaker {
    USER,
    ASSISTANT
  }

  /**
   * One message of the conversation.
   *
   * @param instructions only on turns of the user: what the model is told by the developer right
   *     before this turn, never blank; {@code null} if nothing changes here
   * @param providerItems only on turns of the assistant: what the provider wants back with this
   *     answer ({@link ChatModelEvent.ProviderItems}), {@code null} if nothing
   */
  public record Turn(
      Speaker speaker, String text, @Nullable String instructions, @Nullable String providerItems) {

    /** A turn of the user that changes no instructions. */
    public static Turn user(String text) {
      return user(text, null);
    }

    /** A turn of the user, with the instructions that hold from here on. */
    public static Turn user(String text, @Nullable String instructions) {
      return new Turn(Speaker.USER, text, instructions, null);
    }

    /** A turn of the assistant of which the provider wants nothing back but the text. */
    public static Turn assistant(String text) {
      return assistant(text, null);
    }

    /** A turn of the assistant, with what the provider wants back. */
    public static Turn assistant(String text, @Nullable String providerItems) {
      return new Turn(Speaker.ASSISTANT, text, null, providerItems);
    }
  }

  /**
   * The user's settings; {@code null} leaves the choice to the model.
   *
   * @param temperature 0.0 to 2.0
   * @param maxOutputTokens at least 1
   * @param reasoningEffort one of {@link ReasoningEfforts#ALL}; a model that does not have it gets
   *     the closest that it has
   */
  public record Parameters(
      @Nullable Double temperature,
      @Nullable Integer maxOutputTokens,
      @Nullable String reasoningEffort) {
    /** Everything left to the model. */
    public static final Parameters DEFAULTS = new Parameters(null, null, null);
  }
}
