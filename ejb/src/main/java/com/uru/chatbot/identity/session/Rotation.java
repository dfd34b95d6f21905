package com.uru.chatbot.identity.session;

import java.time.Instant;
import java.util.UUID;

/** What came of exchanging a refresh token. */
public sealed interface Rotation {
  /** The token was exchanged for its successor. */
  record Rotated(OpenSession session) implements Rotation {}

  /** Another tab was faster, a moment ago: its successor is good, and was presented already. */
  record AlreadyRotated() implements Rotation {}

  /**
   * The token is unknown or expired, or its reuse shows that it was stolen; the session is over.
   */
  record Refused() implements Rotation {}

  /**
   * A login session with a fresh refresh token.
   *
   * @param expiresAt when the refresh token expires
   * @param rotationId identifies the tokens that are issued together
   */
  record OpenSession(
      LoginSession session, RefreshToken refreshToken, Instant expiresAt, UUID rotationId) {}
}
