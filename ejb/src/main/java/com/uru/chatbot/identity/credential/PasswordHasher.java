package com.uru.chatbot.identity.credential;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes, 1 lane, the OWASP minimum; the result is a PHC string,
 * so the cost can be raised later. Only a few hashes are made at the same time: each takes about
 * 0.1 s of a processor and 19 MiB.
 */
@ApplicationScoped
public class PasswordHasher {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_LENGTH = 16;
  private static final int HASH_LENGTH = 32;
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_BYTES_PER_CHARACTER = 3;
  private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(3);
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([\\w+/]+)\\$([\\w+/]+)");

  /** Nobody's password: what is compared when there is no account, so that it takes as long. */
  private static final String NOBODYS_HASH =
      phc(MEMORY_KIB, PASSES, LANES, new byte[SALT_LENGTH], new byte[HASH_LENGTH]);

  private final SecureRandom random = new SecureRandom();
  private final Semaphore permits =
      new Semaphore(
          Math.min(MOST_AT_ONCE, Math.max(2, Runtime.getRuntime().availableProcessors())));

  /**
   * Hashes a password with a new salt, in the form of {@link OpaqueString}.
   *
   * @throws DomainException {@code RATE_LIMITED} if too many are waiting
   */
  public String hash(char[] password) {
    byte[] salt = new byte[SALT_LENGTH];
    random.nextBytes(salt);
    byte[] hash =
        derive(OpaqueString.prepare(password), salt, MEMORY_KIB, PASSES, LANES, HASH_LENGTH);
    return phc(MEMORY_KIB, PASSES, LANES, salt, hash);
  }

  /**
   * Returns whether this is the password of a hash made by {@link #hash}. A hash of the characters
   * as they were typed matches too: that is what older versions stored.
   *
   * @throws DomainException {@code RATE_LIMITED} if too many are waiting
   */
  public boolean matches(char[] password, String phcString) {
    char[] prepared = OpaqueString.prepare(password);
    return hashesTo(phcString, prepared)
        || (!Arrays.equals(prepared, password) && hashesTo(phcString, password));
  }

  private boolean hashesTo(String phcString, char[] password) {
    Matcher parts = PHC.matcher(phcString);
    if (!parts.matches()) {
      throw new IllegalStateException("A stored password hash is not an Argon2id PHC string");
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] actual =
        derive(
            password,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  /** Takes as long as {@link #matches} and finds nothing. */
  public boolean matchesNobody(char[] password) {
    matches(password, NOBODYS_HASH);
    return false;
  }

  private byte[] derive(
      char[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    acquirePermit();
    byte[] bytes = utf8(password);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[length];
      generator.generateBytes(bytes, hash);
      return hash;
    } finally {
      permits.release();
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void acquirePermit() {
    try {
      if (permits.tryAcquire(ACQUIRE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new DomainException(
        ProblemCode.RATE_LIMITED,
        "Too many people are signing in at this moment.",
        Map.of(),
        ACQUIRE_TIMEOUT);
  }

  private static byte[] utf8(char[] password) {
    ByteBuffer encoded = ByteBuffer.allocate(password.length * MOST_BYTES_PER_CHARACTER);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }

  private static String phc(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + memoryKib
        + ",t="
        + passes
        + ",p="
        + lanes
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
