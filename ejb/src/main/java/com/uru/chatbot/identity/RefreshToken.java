package com.uru.chatbot.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: names the tenant, so that the database can be asked at all, and holds 256 random
 * bits. Only their SHA-256 is kept.
 */
public final class RefreshToken {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TENANT_LENGTH = 16;
  private static final int SECRET_LENGTH = 32;
  private static final int TEXT_LENGTH = 64;
  private static final String SUCCESSOR_ALGORITHM = "HmacSHA256";

  private final UUID tenantId;
  private final byte[] secret;

  private RefreshToken(UUID tenantId, byte[] secret) {
    this.tenantId = tenantId;
    this.secret = secret;
  }

  static RefreshToken random(UUID tenantId) {
    byte[] secret = new byte[SECRET_LENGTH];
    RANDOM.nextBytes(secret);
    return new RefreshToken(tenantId, secret);
  }

  /**
   * Derives the token that replaces this one. The same salt gives the same successor, so that it
   * can be issued again although only its hash is stored; salt or token alone do not reveal it.
   */
  RefreshToken successor(byte[] salt) {
    try {
      Mac mac = Mac.getInstance(SUCCESSOR_ALGORITHM);
      mac.init(new SecretKeySpec(salt, SUCCESSOR_ALGORITHM));
      return new RefreshToken(tenantId, mac.doFinal(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  /** Reads the text of a token; empty if it is none. */
  public static Optional<RefreshToken> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      UUID tenantId = new UUID(bytes.getLong(), bytes.getLong());
      byte[] secret = new byte[SECRET_LENGTH];
      bytes.get(secret);
      return Optional.of(new RefreshToken(tenantId, secret));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text that the client keeps, 64 characters of base64url. */
  public String text() {
    byte[] bytes =
        ByteBuffer.allocate(TENANT_LENGTH + SECRET_LENGTH)
            .putLong(tenantId.getMostSignificantBits())
            .putLong(tenantId.getLeastSignificantBits())
            .put(secret)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  UUID tenantId() {
    return tenantId;
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "RefreshToken[hidden]";
  }
}
