package com.uru.chatbot.identity.session;

import com.uru.chatbot.tenant.TenantRowId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code login_sessions}. */
@Entity(name = "LoginSessionRow")
@Table(name = "login_sessions")
@IdClass(TenantRowId.class)
@SuppressWarnings("NullAway.Init")
class LoginSessionRow {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Id private UUID id;

  @Column(name = "user_id", updatable = false)
  private UUID userId;

  @Column(name = "user_agent", updatable = false)
  private String userAgent;

  /** Null if it is not known, the session has ended, or a version before opened it. */
  private @Nullable String address;

  @Column(name = "created_at", updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "last_used_at")
  private OffsetDateTime lastUsedAt;

  @Column(name = "expires_at", updatable = false)
  private OffsetDateTime expiresAt;

  @Column(name = "ended_at")
  private @Nullable OffsetDateTime endedAt;

  protected LoginSessionRow() {}

  LoginSessionRow(UUID tenantId, LoginSession session) {
    this.tenantId = tenantId;
    id = session.id();
    userId = session.userId();
    userAgent = session.userAgent();
    address = session.address();
    createdAt = session.createdAt().atOffset(ZoneOffset.UTC);
    lastUsedAt = session.lastUsedAt().atOffset(ZoneOffset.UTC);
    expiresAt = session.expiresAt().atOffset(ZoneOffset.UTC);
  }

  LoginSession toLoginSession() {
    return new LoginSession(
        id,
        userId,
        userAgent,
        address,
        createdAt.toInstant(),
        lastUsedAt.toInstant(),
        expiresAt.toInstant(),
        endedAt == null ? null : endedAt.toInstant());
  }
}
