package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.RequestDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new conversation.
 *
 * @param id client-made, or {@code null} to let the server make one
 * @param title up to 200 characters, {@code null} to let Uru name it
 * @param model id of the model, {@code null} for the default
 * @param systemPrompt up to 200,000 characters, {@code null} for none
 */
public record CreateConversation(
    @Nullable UUID id,
    @Nullable String title,
    @Nullable String model,
    @Nullable String systemPrompt) {
  byte[] digest() {
    return RequestDigest.of(title, model, systemPrompt);
  }
}
