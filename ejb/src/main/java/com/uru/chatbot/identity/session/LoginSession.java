package com.uru.chatbot.identity.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in on one device, from the password to the sign-out.
 *
 * @param userAgent what the device said it is, up to 300 characters
 * @param address from which it was opened: an IP address; {@code null} if that is not known
 * @param lastUsedAt when its tokens were last refreshed
 * @param expiresAt when it ends at the latest
 * @param endedAt when it was ended, {@code null} while it is alive
 */
public record LoginSession(
    UUID id,
    UUID userId,
    String userAgent,
    @Nullable String address,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    @Nullable Instant endedAt) {

  boolean isAliveAt(Instant time) {
    return endedAt == null && time.isBefore(expiresAt);
  }
}
