package com.uru.chatbot.identity.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a refresh token: never the token.
 *
 * @param usedAt when it was exchanged for its successor, {@code null} before
 */
public record StoredRefreshToken(
    UUID loginSessionId, Instant issuedAt, Instant expiresAt, @Nullable Instant usedAt) {}
