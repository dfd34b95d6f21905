package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.tenant.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether an access token still counts.
 *
 * @param unseenRotation the session's last rotation, {@code null} once one of its tokens was
 *     presented
 */
record SessionStanding(
    Role role,
    UserStatus status,
    Instant sessionExpiresAt,
    @Nullable Instant sessionEndedAt,
    @Nullable UUID unseenRotation) {
  boolean allowsAt(Instant time) {
    return status == UserStatus.ACTIVE && sessionEndedAt == null && time.isBefore(sessionExpiresAt);
  }
}
