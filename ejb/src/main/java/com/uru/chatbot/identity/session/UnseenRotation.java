package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.token.TokenIssuer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The last rotation of a session's tokens, as long as the client has not presented any of the new
 * ones: the answer that carried them may have been lost.
 */
final class UnseenRotation {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_LENGTH = 32;

  private final UUID id;
  private final byte[] successorSalt;

  UnseenRotation(UUID id, byte[] successorSalt) {
    this.id = id;
    this.successorSalt = successorSalt.clone();
  }

  static UnseenRotation random() {
    byte[] salt = new byte[SALT_LENGTH];
    RANDOM.nextBytes(salt);
    return new UnseenRotation(UUID.randomUUID(), salt);
  }

  /** Returns the {@value TokenIssuer#ROTATION_ID} of the access tokens of this rotation. */
  UUID id() {
    return id;
  }

  /** Returns the salt that derives the new refresh token from the used one. */
  byte[] successorSalt() {
    return successorSalt.clone();
  }
}
