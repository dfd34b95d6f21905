package com.uru.chatbot.shared;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of requests, by which a repeated write of a client-made id is told from a
 * conflicting one.
 */
public final class RequestDigest {
  private RequestDigest() {}

  /** SHA-256 over the parts, each framed by its length, {@code null} told from empty. */
  public static byte[] of(@Nullable Object... parts) {
    MessageDigest digest = sha256();
    for (Object part : parts) {
      byte[] bytes = part == null ? null : part.toString().getBytes(StandardCharsets.UTF_8);
      int length = bytes == null ? -1 : bytes.length;
      digest.update(
          new byte[] {
            (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
          });
      if (bytes != null) {
        digest.update(bytes);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
