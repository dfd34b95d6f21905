package com.uru.chatbot.web.administration;

import com.uru.chatbot.identity.account.UserDirectory.Entry;
import com.uru.chatbot.identity.user.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person on the wire, as an administrator sees them.
 *
 * @param invited whether they have not set a password yet
 * @param sessions how many sessions are alive
 * @param lastUsedAt when a session was last used, {@code null} if there is none
 */
public record AdminUserBody(
    UUID id,
    String email,
    String displayName,
    String role,
    String status,
    boolean invited,
    int sessions,
    @Nullable Instant lastUsedAt,
    Instant createdAt,
    long version) {
  static AdminUserBody of(Entry entry) {
    User user = entry.user();
    return new AdminUserBody(
        user.id(),
        user.email(),
        user.displayName(),
        user.role().wireName(),
        user.status().wireName(),
        !entry.hasPassword(),
        entry.sessions(),
        entry.lastUsedAt(),
        user.createdAt(),
        entry.version());
  }
}
