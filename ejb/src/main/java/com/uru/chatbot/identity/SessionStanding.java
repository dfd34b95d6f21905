package com.uru.chatbot.identity;

import com.uru.chatbot.tenant.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What decides whether an access token still counts. */
record SessionStanding(
    Role role, UserStatus status, Instant sessionExpiresAt, @Nullable Instant sessionEndedAt) {
  boolean allowsAt(Instant time) {
    return status == UserStatus.ACTIVE && sessionEndedAt == null && time.isBefore(sessionExpiresAt);
  }
}
