package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.shared.RequestDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request for an answer, either to a new message or once more to an old one.
 *
 * @param id the generation's id
 * @param message a new user message, {@code null} to regenerate
 * @param parentId without {@code message}: the user message to answer again
 * @param assistantMessageId the id of the answer
 * @param model id of the model, {@code null} for the conversation's
 * @param conversation how to create the conversation if it does not exist, {@code null} to refuse
 *     the request then. Not part of the digest: once the conversation exists, it is ignored
 */
public record StartGeneration(
    UUID id,
    @Nullable NewMessage message,
    @Nullable UUID parentId,
    UUID assistantMessageId,
    @Nullable String model,
    ChatRequest.Parameters parameters,
    @Nullable CreateConversation conversation) {

  /**
   * A new user message.
   *
   * @param parentId the answer it follows, {@code null} at the root
   * @param text 1 to 200,000 characters
   */
  public record NewMessage(UUID id, @Nullable UUID parentId, String text) {}

  byte[] digest(UUID conversationId) {
    return RequestDigest.of(
        conversationId,
        message == null ? null : message.id(),
        message == null ? null : message.parentId(),
        message == null ? null : message.text(),
        parentId,
        assistantMessageId,
        model,
        parameters);
  }
}
