package com.uru.chatbot.identity.user;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A secret that a client keeps: names the tenant, so that the database can be asked at all, and
 * holds 256 random bits. Only their SHA-256 is kept.
 */
public abstract class TenantToken {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TENANT_LENGTH = 16;
  private static final int SECRET_LENGTH = 32;
  private static final int TEXT_LENGTH = 64;

  private final UUID tenantId;
  private final byte[] secret;

  protected TenantToken(UUID tenantId, byte[] secret) {
    this.tenantId = tenantId;
    this.secret = secret;
  }

  protected static byte[] randomSecret() {
    byte[] secret = new byte[SECRET_LENGTH];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** Reads the text of a token; empty if it is none. */
  protected static <T extends TenantToken> Optional<T> parse(
      String text, BiFunction<UUID, byte[], T> constructor) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      if (decoded.length != TENANT_LENGTH + SECRET_LENGTH) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(decoded);
      UUID tenantId = new UUID(bytes.getLong(), bytes.getLong());
      byte[] secret = new byte[SECRET_LENGTH];
      bytes.get(secret);
      return Optional.of(constructor.apply(tenantId, secret));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text that the client keeps, 64 characters of base64url. */
  public final String text() {
    byte[] bytes =
        ByteBuffer.allocate(TENANT_LENGTH + SECRET_LENGTH)
            .putLong(tenantId.getMostSignificantBits())
            .putLong(tenantId.getLeastSignificantBits())
            .put(secret)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public final UUID tenantId() {
    return tenantId;
  }

  public final byte[] secret() {
    return secret;
  }

  public final byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Without the text, which would end up in logs. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[hidden]";
  }
}
