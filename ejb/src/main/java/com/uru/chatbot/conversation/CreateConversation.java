package com.uru.chatbot.conversation;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.RequestDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new conversation.
 *
 * @param id client-made, or {@code null} to let the server make one
 * @param title up to 200 characters, {@code null} to let Uru name it
 * @param model id of the model, {@code null} for the default
 * @param systemPrompt up to 20,000 characters, empty for none, {@code null} for the tenant's
 *     default
 */
public record CreateConversation(
    @Nullable UUID id,
    @Nullable String title,
    @Nullable String model,
    @Nullable String systemPrompt) {
  static final int MAX_TITLE_LENGTH = 200;

  /** The longest system prompt, in UTF-16 code units. Older ones may be longer. */
  public static final int MAX_SYSTEM_PROMPT_LENGTH = 20_000;

  /**
   * Returns the conversation that this request describes, without messages.
   *
   * @param instructions the system prompt where the request has none
   * @throws com.uru.chatbot.shared.DomainException if the model or the title cannot be used
   */
  public Conversation toConversation(
      UUID id, ModelCatalog models, Optional<String> instructions, Instant now) {
    String nextModel = (model == null ? models.defaultModel() : models.require(model)).id();
    Conversation.Builder created =
        Conversation.begin(id, nextModel, now)
            .systemPrompt(systemPrompt == null ? instructions.orElse(null) : orNull(systemPrompt));
    if (title != null) {
      created.title(NameText.prepare(title, "title", MAX_TITLE_LENGTH), TitleSource.USER);
    }
    return created.build();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Returns a digest of the content, by which a repeated request is recognized. */
  public byte[] digest() {
    return RequestDigest.of(title, model, systemPrompt);
  }
}
