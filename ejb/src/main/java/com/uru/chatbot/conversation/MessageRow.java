package com.uru.chatbot.conversation;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.NullableUuidConverter;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code messages}. */
@Entity(name = "MessageRow")
@Table(name = "messages")
@IdClass(TenantRowId.class)
@SuppressWarnings("NullAway.Init")
class MessageRow {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Id private UUID id;

  @Column(name = "owner_id", updatable = false)
  private UUID ownerId;

  @Column(name = "conversation_id", updatable = false)
  private UUID conversationId;

  /** Made by the database: the order in which messages came. */
  @Column(insertable = false, updatable = false)
  private long sequence;

  @Column(name = "parent_id", updatable = false)
  @Convert(converter = NullableUuidConverter.class)
  private @Nullable UUID parentId;

  @Column(updatable = false)
  private String role;

  private String text;

  /** JSON; null if the content is one text. */
  private @Nullable String parts;

  @Column(updatable = false)
  private @Nullable String model;

  private String status;

  @Column(name = "finish_reason")
  private @Nullable String finishReason;

  @Column(name = "prompt_tokens")
  private @Nullable Integer promptTokens;

  @Column(name = "cached_tokens")
  private @Nullable Integer cachedTokens;

  @Column(name = "cache_write_tokens")
  private @Nullable Integer cacheWriteTokens;

  @Column(name = "completion_tokens")
  private @Nullable Integer completionTokens;

  @Column(name = "reasoning_tokens")
  private @Nullable Integer reasoningTokens;

  private @Nullable String problem;

  @Column(updatable = false)
  private @Nullable String instructions;

  @Column(name = "created_at", updatable = false)
  private OffsetDateTime createdAt;

  protected MessageRow() {}

  MessageRow(Caller owner, Message message) {
    this.tenantId = owner.tenantId();
    this.id = message.id();
    this.ownerId = owner.userId();
    this.conversationId = message.conversationId();
    this.parentId = message.parentId();
    this.role = message.role().wireName();
    this.model = message.model();
    this.instructions = message.instructions();
    this.createdAt = message.createdAt().atOffset(ZoneOffset.UTC);
    write(message);
  }

  /** Takes over everything that the end of a generation changes. */
  final void write(Message message) {
    text = message.text();
    parts = message.isOneText() ? null : MessagePartsJson.write(message.parts());
    status = message.status().wireName();
    finishReason = message.finishReason() == null ? null : message.finishReason().wireName();
    TokenUsage usage = message.usage();
    promptTokens = usage == null ? null : Integer.valueOf(usage.promptTokens());
    cachedTokens = usage == null ? null : Integer.valueOf(usage.cachedTokens());
    cacheWriteTokens = usage == null ? null : Integer.valueOf(usage.cacheWriteTokens());
    completionTokens = usage == null ? null : Integer.valueOf(usage.completionTokens());
    reasoningTokens = usage == null ? null : Integer.valueOf(usage.reasoningTokens());
    problem = message.problem() == null ? null : MessageProblemJson.write(message.problem());
  }

  boolean isStreaming() {
    return MessageStatus.STREAMING.wireName().equals(status);
  }

  UUID id() {
    return id;
  }

  /**
   * Returns the message.
   *
   * @param partsSoFar its content if it is still streaming
   */
  Message toMessage(List<MessagePart> partsSoFar) {
    MessageRole author = MessageRole.valueOf(role.toUpperCase(Locale.ROOT));
    return Message.begin(id, conversationId, parentId, author, createdAt.toInstant())
        .parts(isStreaming() ? partsSoFar : parts())
        .model(model)
        .status(MessageStatus.valueOf(status.toUpperCase(Locale.ROOT)))
        .finishReason(finishReason == null ? null : FinishReason.ofWireName(finishReason))
        .usage(usage())
        .problem(problem == null ? null : MessageProblemJson.read(problem))
        .instructions(instructions)
        .build();
  }

  private List<MessagePart> parts() {
    List<MessagePart> stored = parts == null ? List.of() : MessagePartsJson.read(parts);
    return stored.isEmpty() ? List.of(new MessagePart.Text(text)) : stored;
  }

  private @Nullable TokenUsage usage() {
    if (promptTokens == null || completionTokens == null || reasoningTokens == null) {
      return null;
    }
    return new TokenUsage(
        promptTokens,
        cachedTokens == null ? 0 : cachedTokens,
        cacheWriteTokens == null ? 0 : cacheWriteTokens,
        completionTokens,
        reasoningTokens);
  }
}
