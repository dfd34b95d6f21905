package com.uru.chatbot.dev.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the encrypted content of a reasoning item says. It is signed, so that changed or invented
 * content is found; it is not secret.
 *
 * @param organization the fingerprint of the key
 * @param model the id of the model that reasoned
 * @param prefix the hash of the input before the reasoning
 */
record SealedReasoning(String organization, String model, String prefix) {
  /** The start of a Fernet token, as OpenAI's encrypted content has it. */
  private static final String START = "gAAAAAB";

  private static final byte[] SECRET = "the practice upstream's".getBytes(UTF_8);
  private static final int SIGNATURE_BYTES = 32;

  String seal() {
    byte[] text = String.join("\n", organization, model, prefix).getBytes(UTF_8);
    byte[] signature = sign(text);
    byte[] all = new byte[signature.length + text.length];
    System.arraycopy(signature, 0, all, 0, signature.length);
    System.arraycopy(text, 0, all, signature.length, text.length);
    return START + Base64.getUrlEncoder().encodeToString(all);
  }

  /** Returns what was sealed, empty if the content is not as it was sealed. */
  static Optional<SealedReasoning> open(String content) {
    if (!content.startsWith(START)) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(content.substring(START.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (all.length <= SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] text = new byte[all.length - SIGNATURE_BYTES];
    System.arraycopy(all, SIGNATURE_BYTES, text, 0, text.length);
    byte[] signature = new byte[SIGNATURE_BYTES];
    System.arraycopy(all, 0, signature, 0, SIGNATURE_BYTES);
    String[] members = new String(text, UTF_8).split("\n", -1);
    return MessageDigest.isEqual(signature, sign(text)) && members.length == 3
        ? Optional.of(new SealedReasoning(members[0], members[1], members[2]))
        : Optional.empty();
  }

  private static byte[] sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
