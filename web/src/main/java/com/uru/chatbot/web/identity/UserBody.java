package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.user.User;
import java.time.Instant;
import java.util.UUID;

/** A user on the wire. */
public record UserBody(
    UUID id,
    String email,
    String displayName,
    String role,
    String status,
    TenantBody tenant,
    Instant createdAt) {
  /** A tenant on the wire. */
  public record TenantBody(UUID id, String name) {}

  /** Returns a user as clients see it. */
  public static UserBody of(User user) {
    return new UserBody(
        user.id(),
        user.email(),
        user.displayName(),
        user.role().wireName(),
        user.status().wireName(),
        new TenantBody(user.tenant().id(), user.tenant().name()),
        user.createdAt());
  }
}
