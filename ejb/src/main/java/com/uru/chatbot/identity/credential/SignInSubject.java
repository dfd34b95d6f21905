package com.uru.chatbot.identity.credential;

import com.uru.chatbot.identity.user.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Whose attempts to sign in are counted together: for an e-mail address, whether it has an account
 * or not, or for a network address. Kept as a hash: a table of counts has no e-mail and network
 * addresses.
 */
public final class SignInSubject {
  /** So many attempts are free of a wait. */
  public static final int FREE_ATTEMPTS = 5;

  /** The same for all unknown devices together. */
  static final int FREE_ATTEMPTS_OF_ALL = 100;

  private final byte[] hash;
  private final int freeAttempts;
  private final boolean manyAccounts;

  private SignInSubject(EmailAddress email, String origin, int freeAttempts) {
    this(email.key() + "\n" + origin, freeAttempts, false);
  }

  private SignInSubject(String text, int freeAttempts, boolean manyAccounts) {
    this.hash = sha256(text);
    this.freeAttempts = freeAttempts;
    this.manyAccounts = manyAccounts;
  }

  /** Attempts from a network address. */
  public static SignInSubject ofAddress(EmailAddress email, String networkAddress) {
    return new SignInSubject(email, networkAddress, FREE_ATTEMPTS);
  }

  /** Attempts from all network addresses together. */
  public static SignInSubject ofAllAddresses(EmailAddress email) {
    return new SignInSubject(email, "", FREE_ATTEMPTS_OF_ALL);
  }

  /** Attempts from a network address for all accounts together. */
  static SignInSubject ofNetwork(String networkAddress, int freeAttempts) {
    return new SignInSubject("network " + networkAddress, freeAttempts, true);
  }

  /** Attempts from a device in which the account has signed in before. */
  public static SignInSubject ofDevice(EmailAddress email, UUID deviceId) {
    return new SignInSubject(email, "device " + deviceId, FREE_ATTEMPTS);
  }

  /** Attempts to confirm the password of a user who is signed in. */
  public static SignInSubject ofSession(EmailAddress email, UUID loginSessionId) {
    return new SignInSubject(email, loginSessionId.toString(), FREE_ATTEMPTS);
  }

  byte[] hash() {
    return hash.clone();
  }

  int freeAttempts() {
    return freeAttempts;
  }

  /**
   * Returns whether attempts for many accounts count: then a success takes back itself only, and
   * waits do not become longer, because most people behind the address are innocent.
   */
  boolean hasManyAccounts() {
    return manyAccounts;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
