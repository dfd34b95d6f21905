package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.web.problem.Problem;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code Message} on the wire.
 *
 * @param parts {@code {type: "text", text}} or {@code {type: "reasoning", summary, seconds}}
 * @param error the problem that a failed or broken-off answer ended with
 */
public record MessageBody(
    UUID id,
    @Nullable UUID parentId,
    String role,
    String text,
    List<JsonObject> parts,
    @Nullable String model,
    String status,
    @Nullable String finishReason,
    @Nullable UsageBody usage,
    @Nullable JsonObject error,
    Instant createdAt) {

  /** Kept: each call of the {@link Json} methods looks for the provider in all archives. */
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

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
        message.parts().stream().map(MessageBody::part).toList(),
        message.model(),
        message.status().wireName(),
        message.finishReason() == null ? null : message.finishReason().wireName(),
        message.usage() == null ? null : UsageBody.of(message.usage()),
        message.problem() == null ? null : problem(message.problem()).toJson(),
        message.createdAt());
  }

  /** Returns a part as clients see it; they skip parts of types that they do not know. */
  private static JsonObject part(MessagePart part) {
    if (part instanceof MessagePart.Reasoning reasoning) {
      return JSON.createObjectBuilder()
          .add("type", "reasoning")
          .add("summary", reasoning.summary())
          .add("seconds", reasoning.seconds())
          .build();
    }
    return JSON.createObjectBuilder()
        .add("type", "text")
        .add("text", ((MessagePart.Text) part).text())
        .build();
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
