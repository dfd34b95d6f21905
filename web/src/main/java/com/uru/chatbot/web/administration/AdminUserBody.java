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
 * @param storage what is stored of their conversations, but not what is in them
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
    StorageBody storage,
    Instant createdAt,
    long version) {
  /**
   * What is stored of a person on the wire.
   *
   * @param bytes of the texts of messages in UTF-8
   */
  public record StorageBody(long bytes, long conversations) {}

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
        new StorageBody(entry.storedBytes(), entry.conversations()),
        user.createdAt(),
        entry.version());
  }
}
