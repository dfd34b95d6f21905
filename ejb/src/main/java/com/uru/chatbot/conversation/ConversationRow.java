package com.uru.chatbot.conversation;

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
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code conversations}. */
@Entity(name = "ConversationRow")
@Table(name = "conversations")
@IdClass(TenantRowId.class)
@SuppressWarnings("NullAway.Init")
class ConversationRow {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Id private UUID id;

  @Column(name = "owner_id", updatable = false)
  private UUID ownerId;

  @Column(name = "request_digest", updatable = false)
  private byte[] requestDigest;

  private String title;

  @Column(name = "title_source")
  private String titleSource;

  private String model;

  @Column(name = "system_prompt")
  private @Nullable String systemPrompt;

  private boolean pinned;
  private boolean archived;

  @Column(name = "head_message_id")
  @Convert(converter = NullableUuidConverter.class)
  private @Nullable UUID headMessageId;

  @Column(name = "message_count")
  private int messageCount;

  private long version;

  @Column(name = "created_at", updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "updated_at")
  private OffsetDateTime updatedAt;

  protected ConversationRow() {}

  ConversationRow(Caller owner, Conversation conversation, byte[] requestDigest) {
    this.tenantId = owner.tenantId();
    this.id = conversation.id();
    this.ownerId = owner.userId();
    this.requestDigest = requestDigest.clone();
    this.createdAt = conversation.createdAt().atOffset(ZoneOffset.UTC);
    write(conversation);
  }

  /** Takes over everything that may change. */
  final void write(Conversation conversation) {
    title = conversation.title();
    titleSource = conversation.titleSource().wireName();
    model = conversation.model();
    systemPrompt = conversation.systemPrompt();
    pinned = conversation.pinned();
    archived = conversation.archived();
    headMessageId = conversation.headMessageId();
    messageCount = conversation.messageCount();
    version = conversation.version();
    updatedAt = conversation.updatedAt().atOffset(ZoneOffset.UTC);
  }

  byte[] requestDigest() {
    return requestDigest.clone();
  }

  Conversation toConversation() {
    return Conversation.begin(id, model, createdAt.toInstant())
        .title(title, TitleSource.valueOf(titleSource.toUpperCase(Locale.ROOT)))
        .systemPrompt(systemPrompt)
        .pinned(pinned)
        .archived(archived)
        .head(headMessageId)
        .messageCount(messageCount)
        .updatedAt(updatedAt.toInstant())
        .version(version)
        .build();
  }
}
