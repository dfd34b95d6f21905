package com.uru.chatbot.conversation;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation's tree.
 *
 * @param parentId the message it answers or follows, {@code null} at a root
 * @param parts the content, at least one part; of a streaming message what has been saved so far
 * @param model the model that wrote it, {@code null} for user messages
 * @param finishReason why the model stopped, {@code null} if it did not say
 * @param usage what the provider billed, {@code null} if unknown
 * @param problem why it failed or broke off, {@code null} if it did not
 * @param instructions the system prompt that is in force from this message on, empty if none is any
 *     more, {@code null} if the one before stays in force
 */
public record Message(
    UUID id,
    UUID conversationId,
    @Nullable UUID parentId,
    MessageRole role,
    List<MessagePart> parts,
    @Nullable String model,
    MessageStatus status,
    @Nullable FinishReason finishReason,
    @Nullable TokenUsage usage,
    @Nullable MessageProblem problem,
    Instant createdAt,
    @Nullable String instructions) {

  private static final List<MessagePart> EMPTY = List.of(new MessagePart.Text(""));

  public Message {
    parts = parts.isEmpty() ? EMPTY : List.copyOf(parts);
  }

  /** Returns the text parts as one text, in Markdown. */
  public String text() {
    if (parts.size() == 1 && parts.get(0) instanceof MessagePart.Text only) {
      return only.text();
    }
    return parts.stream()
        .map(part -> part instanceof MessagePart.Text text ? text.text() : "")
        .collect(Collectors.joining());
  }

  /** Returns whether there is nothing to show: neither text nor another part. */
  public boolean isEmpty() {
    return isOneText() && text().isEmpty();
  }

  /** Returns whether the content is one text. */
  boolean isOneText() {
    return parts.size() == 1 && parts.get(0) instanceof MessagePart.Text;
  }

  /** Begins a completed message without content. Everything else is set by name. */
  public static Builder begin(
      UUID id, UUID conversationId, @Nullable UUID parentId, MessageRole role, Instant createdAt) {
    return new Builder(id, conversationId, parentId, role, createdAt);
  }

  /** Begins a copy, of which each property can be set by name. */
  private Builder copy() {
    return new Builder(id, conversationId, parentId, role, createdAt)
        .parts(parts)
        .model(model)
        .status(status)
        .finishReason(finishReason)
        .usage(usage)
        .problem(problem)
        .instructions(instructions);
  }

  /** Returns a new message of the user. */
  public static Message ofUser(
      UUID id, UUID conversationId, @Nullable UUID parentId, String text, Instant createdAt) {
    return begin(id, conversationId, parentId, MessageRole.USER, createdAt)
        .parts(List.of(new MessagePart.Text(text)))
        .build();
  }

  /** Returns a new answer, empty and streaming. */
  public static Message ofAssistant(
      UUID id, UUID conversationId, UUID parentId, String model, Instant createdAt) {
    return begin(id, conversationId, parentId, MessageRole.ASSISTANT, createdAt)
        .model(model)
        .status(MessageStatus.STREAMING)
        .build();
  }

  /** Returns this answer as it was when its generation began: empty and streaming. */
  public Message asStreaming() {
    return begin(id, conversationId, parentId, role, createdAt)
        .model(model)
        .status(MessageStatus.STREAMING)
        .instructions(instructions)
        .build();
  }

  /** Returns this answer in a final state, with this content. */
  public Message ended(List<MessagePart> finalParts, MessageStatus finalStatus) {
    return copy().parts(finalParts).status(finalStatus).build();
  }

  /** Returns this answer in a final state, with this text alone. */
  public Message ended(String finalText, MessageStatus finalStatus) {
    return ended(List.of(new MessagePart.Text(finalText)), finalStatus);
  }

  /** Returns this answer with another status. */
  public Message withStatus(MessageStatus newStatus) {
    return copy().status(newStatus).build();
  }

  /** Returns this answer with the reason for which the model stopped and the provider's bill. */
  public Message withBill(@Nullable FinishReason reason, @Nullable TokenUsage billed) {
    return copy().finishReason(reason).usage(billed).build();
  }

  /** Returns this message with the system prompt that is in force from it on. */
  public Message withInstructions(@Nullable String newInstructions) {
    return copy().instructions(newInstructions).build();
  }

  /** Returns this answer with the problem that it ended with. */
  public Message withProblem(@Nullable MessageProblem why) {
    return copy().problem(why).build();
  }

  /** The properties of a message, set one by one. For one thread. */
  public static final class Builder {
    private final UUID id;
    private final UUID conversationId;
    private final @Nullable UUID parentId;
    private final MessageRole role;
    private final Instant createdAt;
    private List<MessagePart> parts = EMPTY;
    private @Nullable String model;
    private MessageStatus status = MessageStatus.COMPLETED;
    private @Nullable FinishReason finishReason;
    private @Nullable TokenUsage usage;
    private @Nullable MessageProblem problem;
    private @Nullable String instructions;

    private Builder(
        UUID id,
        UUID conversationId,
        @Nullable UUID parentId,
        MessageRole role,
        Instant createdAt) {
      this.id = id;
      this.conversationId = conversationId;
      this.parentId = parentId;
      this.role = role;
      this.createdAt = createdAt;
    }

    public Builder parts(List<MessagePart> newParts) {
      parts = newParts;
      return this;
    }

    public Builder model(@Nullable String newModel) {
      model = newModel;
      return this;
    }

    public Builder status(MessageStatus newStatus) {
      status = newStatus;
      return this;
    }

    public Builder finishReason(@Nullable FinishReason newReason) {
      finishReason = newReason;
      return this;
    }

    public Builder usage(@Nullable TokenUsage newUsage) {
      usage = newUsage;
      return this;
    }

    public Builder problem(@Nullable MessageProblem newProblem) {
      problem = newProblem;
      return this;
    }

    public Builder instructions(@Nullable String newInstructions) {
      instructions = newInstructions;
      return this;
    }

    public Message build() {
      return new Message(
          id,
          conversationId,
          parentId,
          role,
          parts,
          model,
          status,
          finishReason,
          usage,
          problem,
          createdAt,
          instructions);
    }
  }
}
