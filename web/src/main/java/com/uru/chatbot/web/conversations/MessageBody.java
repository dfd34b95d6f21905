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
    @Nullable UsageBody usage,
    @Nullable JsonObject error,
    Instant createdAt) {

  /**
   * The tokens that were billed, on the wire.
   *
   * @param reportedBy {@code provider}: the provider counted them
   */
  public record UsageBody(
      int promptTokens,
      int cachedTokens,
      int cacheWriteTokens,
      int completionTokens,
      int reasoningTokens,
      String reportedBy) {

    private static UsageBody of(TokenUsage usage) {
      return new UsageBody(
          usage.promptTokens(),
          usage.cachedTokens(),
          usage.cacheWriteTokens(),
          usage.completionTokens(),
          usage.reasoningTokens(),
          "provider");
    }
  }

  /** Returns the message as clients see it. */
  public static MessageBody of(Message message) {
    return new MessageBody(
        message.id(),
        message.parentId(),
        message.role().wireName(),
        message.text(),
        message.parts().stream().map(PartBody::of).toList(),
        message.model(),
        message.status().wireName(),
        message.finishReason() == null ? null : message.finishReason().wireName(),
        message.usage() == null ? null : UsageBody.of(message.usage()),
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
