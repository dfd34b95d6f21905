package com.uru.chatbot.conversation;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation's tree.
 *
 * @param parentId the message it answers or follows, {@code null} at a root
 * @param text Markdown; of a streaming message what has been saved so far
 * @param model who wrote it, {@code null} for user messages
 * @param finishReason why the model stopped, {@code null} if it did not say
 * @param usage what the provider billed, {@code null} if unknown
 * @param problem why it failed or broke off, {@code null} if it did not
 */
public record Message(
    UUID id,
    UUID conversationId,
    @Nullable UUID parentId,
    MessageRole role,
    String text,
    @Nullable String model,
    MessageStatus status,
    @Nullable FinishReason finishReason,
    @Nullable TokenUsage usage,
    @Nullable MessageProblem problem,
    Instant createdAt) {

  /** The content in parts; today always one text. */
  public List<MessagePart> parts() {
    return List.of(new MessagePart.Text(text));
  }

  /** A new message of the user. */
  public static Message ofUser(
      UUID id, UUID conversationId, @Nullable UUID parentId, String text, Instant createdAt) {
    return new Message(
        id,
        conversationId,
        parentId,
        MessageRole.USER,
        text,
        null,
        MessageStatus.COMPLETED,
        null,
        null,
        null,
        createdAt);
  }

  /** A new answer, empty and streaming. */
  public static Message ofAssistant(
      UUID id, UUID conversationId, UUID parentId, String model, Instant createdAt) {
    return new Message(
        id,
        conversationId,
        parentId,
        MessageRole.ASSISTANT,
        "",
        model,
        MessageStatus.STREAMING,
        null,
        null,
        null,
        createdAt);
  }

  /** This answer as it was when its generation began. */
  public Message asBegun() {
    return ended("", MessageStatus.STREAMING, null, null, null);
  }

  /** This answer in its final state. */
  public Message ended(
      String finalText,
      MessageStatus finalStatus,
      @Nullable FinishReason reason,
      @Nullable TokenUsage billed,
      @Nullable MessageProblem why) {
    return new Message(
        id,
        conversationId,
        parentId,
        role,
        finalText,
        model,
        finalStatus,
        reason,
        billed,
        why,
        createdAt);
  }
}
