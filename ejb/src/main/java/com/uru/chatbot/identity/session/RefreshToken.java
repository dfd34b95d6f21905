package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.user.TenantToken;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A refresh token. */
public final class RefreshToken extends TenantToken {
  private static final String SUCCESSOR_ALGORITHM = "HmacSHA256";

  private RefreshToken(UUID tenantId, byte[] secret) {
    super(tenantId, secret);
  }

  static RefreshToken random(UUID tenantId) {
    return new RefreshToken(tenantId, randomSecret());
  }

  /**
   * Derives the token that replaces this one. The same salt gives the same successor, so that it
   * can be issued again although only its hash is stored; salt or token alone do not reveal it.
   */
  RefreshToken successor(byte[] salt) {
    try {
      Mac mac = Mac.getInstance(SUCCESSOR_ALGORITHM);
      mac.init(new SecretKeySpec(salt, SUCCESSOR_ALGORITHM));
      return new RefreshToken(tenantId(), mac.doFinal(secret()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  /** Reads the text of a token; empty if it is none. */
  public static Optional<RefreshToken> parse(String text) {
    return parse(text, RefreshToken::new);
  }
}
