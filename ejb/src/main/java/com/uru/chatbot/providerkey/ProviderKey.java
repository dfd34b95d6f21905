package com.uru.chatbot.providerkey;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The user's provider key in memory, for one call. The code that opened it closes it: closing
 * overwrites the characters. It has no readable form in logs and cannot be serialised.
 */
public final class ProviderKey implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";

  private final char[] characters;
  private final KeyRouting routing;

  /** Takes ownership of the characters, which are overwritten by {@link #close()}. */
  public ProviderKey(char[] characters) {
    this(characters, KeyRouting.DEFAULT);
  }

  /** Takes ownership of the characters, which are overwritten by {@link #close()}. */
  public ProviderKey(char[] characters, KeyRouting routing) {
    this.characters = characters;
    this.routing = routing;
  }

  /**
   * Returns the value of the {@code Authorization} header. HTTP clients take only strings, so this
   * copy lives as long as the request object that holds it: build it last, keep it nowhere.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public String authorization() {
    return "Bearer " + headerValue();
  }

  /**
   * Returns the key itself as the value of a header; see {@link #authorization()}.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public String headerValue() {
    requireOpen();
    return new String(characters);
  }

  /** Returns whether the key begins so: OpenAI tells the kinds of its keys by their beginning. */
  public boolean startsWith(String prefix) {
    requireOpen();
    if (characters.length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (characters[i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns where requests with this key go. */
  public KeyRouting routing() {
    return routing;
  }

  /**
   * Returns a hash by which the same key can be recognised in memory (HMAC-SHA-256).
   *
   * @param salt random bytes that never leave the process
   * @throws IllegalStateException after {@link #close()}
   */
  public String fingerprint(byte[] salt) {
    requireOpen();
    byte[] bytes = new byte[characters.length];
    for (int i = 0; i < bytes.length; i++) {
      // Keys are ASCII, see KeyPayload.
      bytes[i] = (byte) characters[i];
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt, HMAC));
      return HexFormat.of().formatHex(mac.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void requireOpen() {
    if (characters.length == 0 || characters[0] == '\0') {
      throw new IllegalStateException("The provider key was wiped");
    }
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "ProviderKey[hidden]";
  }
}
