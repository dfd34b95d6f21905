package com.uru.chatbot.web.generations;

import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.generation.store.StartGeneration;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an answer: either {@code message}, or {@code parentId} to regenerate.
 * With {@code conversation}, the conversation is created if it does not exist.
 */
public record GenerationRequest(
    @NotNull UUID id,
    @Valid @Nullable NewMessage message,
    @Nullable UUID parentId,
    @NotNull UUID assistantMessageId,
    @Size(max = 300) @Nullable String model,
    @Valid @Nullable Parameters parameters,
    @Valid @Nullable NewConversation conversation) {

  /** A new user message. */
  public record NewMessage(
      @NotNull UUID id, @Nullable UUID parentId, @NotBlank @Size(max = 200_000) String text) {}

  /** The user's settings for this answer. */
  public record Parameters(
      @DecimalMin("0") @DecimalMax("2") @Nullable Double temperature,
      @Min(1) @Nullable Integer maxOutputTokens,
      @Pattern(regexp = "none|minimal|low|medium|high|xhigh|max") @Nullable String reasoningEffort) {}

  /** How to create the conversation: what {@code POST /conversations} takes beside the id. */
  public record NewConversation(
      @Size(min = 1, max = 200) @Nullable String title,
      @Size(max = 300) @Nullable String model,
      @Size(max = CreateConversation.MAX_SYSTEM_PROMPT_LENGTH) @Nullable String systemPrompt) {}

  StartGeneration toStart(UUID conversationId) {
    if ((message == null) == (parentId == null)) {
      throw new DomainException(
          ProblemCode.VALIDATION_FAILED, "Give either message, or parentId to regenerate");
    }
    return new StartGeneration(
        id,
        message == null
            ? null
            : new StartGeneration.NewMessage(message.id(), message.parentId(), message.text()),
        parentId,
        assistantMessageId,
        model,
        parameters == null
            ? ChatRequest.Parameters.DEFAULTS
            : new ChatRequest.Parameters(
                parameters.temperature(),
                parameters.maxOutputTokens(),
                parameters.reasoningEffort()),
        conversation == null
            ? null
            : new CreateConversation(
                conversationId,
                conversation.title(),
                conversation.model(),
                conversation.systemPrompt()));
  }
}
