package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code generations}, for reading: writes go by statements, since the lease is in the
 * database's time.
 */
@Entity(name = "GenerationRow")
@Table(name = "generations")
@IdClass(TenantRowId.class)
@SuppressWarnings("NullAway.Init")
class GenerationRow {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Id private UUID id;

  @Column(name = "owner_id")
  private UUID ownerId;

  @Column(name = "conversation_id")
  private UUID conversationId;

  @Column(name = "user_message_id")
  private UUID userMessageId;

  @Column(name = "message_id")
  private UUID messageId;

  @Column(name = "request_digest")
  private byte[] requestDigest;

  private String status;

  /** JSON; null while the generation is running. */
  private @Nullable String entries;

  @Column(name = "started_at")
  private OffsetDateTime startedAt;

  protected GenerationRow() {}

  byte[] requestDigest() {
    return requestDigest.clone();
  }

  @Nullable LogOutline outline() {
    return LogOutline.parse(entries);
  }

  Generation toGeneration() {
    return new Generation(
        id,
        conversationId,
        userMessageId,
        messageId,
        MessageStatus.valueOf(status.toUpperCase(Locale.ROOT)),
        startedAt.toInstant());
  }
}
