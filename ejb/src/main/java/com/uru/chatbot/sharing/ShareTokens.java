package com.uru.chatbot.sharing;

import com.uru.chatbot.serverkey.ServerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of links: the random id of a share, and 128 bits of a message authentication code
 * over it, which takes a key of the server. So a link can be shown again, but nobody can make one
 * from what is in the database.
 */
@ApplicationScoped
public class ShareTokens {
  private static final String PURPOSE = "uru share link";
  private static final String HMAC = "HmacSHA256";
  private static final int UUID_LENGTH = 16;
  private static final int CODE_LENGTH = 16;

  private List<byte[]> secrets;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ShareTokens() {}

  @Inject
  public ShareTokens(ServerKeys keys) {
    secrets = keys.secrets(PURPOSE);
  }

  /** Returns the secret of a link, 43 characters of base64url. */
  public String of(UUID tenantId, UUID shareId) {
    return token(tenantId, shareId, secrets.get(0));
  }

  /** Returns the id of the share that a link of this tenant leads to; empty if it is none. */
  Optional<UUID> read(UUID tenantId, String token) {
    return shareId(token)
        .filter(id -> secrets.stream().anyMatch(s -> isFor(token, tenantId, id, s)));
  }

  private static boolean isFor(String token, UUID tenantId, UUID shareId, byte[] secret) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8),
        token(tenantId, shareId, secret).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<UUID> shareId(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length != UUID_LENGTH + CODE_LENGTH) {
        return Optional.empty();
      }
      ByteBuffer id = ByteBuffer.wrap(bytes);
      return Optional.of(new UUID(id.getLong(), id.getLong()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String token(UUID tenantId, UUID shareId, byte[] secret) {
    byte[] code = Arrays.copyOf(code(bytes(tenantId, shareId), secret), CODE_LENGTH);
    byte[] token =
        ByteBuffer.allocate(UUID_LENGTH + CODE_LENGTH)
            .putLong(shareId.getMostSignificantBits())
            .putLong(shareId.getLeastSignificantBits())
            .put(code)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static byte[] bytes(UUID tenantId, UUID shareId) {
    return ByteBuffer.allocate(2 * UUID_LENGTH)
        .putLong(tenantId.getMostSignificantBits())
        .putLong(tenantId.getLeastSignificantBits())
        .putLong(shareId.getMostSignificantBits())
        .putLong(shareId.getLeastSignificantBits())
        .array();
  }

  private static byte[] code(byte[] message, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
    }
  }
}
