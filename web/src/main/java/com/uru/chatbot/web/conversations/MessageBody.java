package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.web.problem.Problem;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code Message} on the wire.
 *
 * @param error the problem that a failed or broken-off answer ended with
 */
public record MessageBody(
    UUID id,
    @Nullable UUID parentId,
    String role,
    String text,
    List<PartBody> parts,
    @Nullable String model,
    String status,
    @Nullable String finishReason,
    @Nullable TokenUsage usage,
    @Nullable JsonObject error,
    Instant createdAt) {

  /** A part of a message on the wire. */
  public record PartBody(String type, String text) {}

  /** The message as clients see it. */
  public static MessageBody of(Message message) {
    return new MessageBody(
        message.id(),
        message.parentId(),
        message.role().wireName(),
        message.text(),
        List.of(new PartBody("text", message.text())),
        message.model(),
        message.status().wireName(),
        message.finishReason() == null ? null : message.finishReason().wireName(),
        message.usage(),
        message.problem() == null ? null : problem(message.problem()).toJson(),
        message.createdAt());
  }

  /** The problem that an answer ended with, as it was told when it happened. */
  public static Problem problem(MessageProblem problem) {
    return new Problem(
        problem.code(),
        problem.code().status(),
        problem.detail(),
        null,
        List.of(),
        problem.members(),
        null);
  }
}
