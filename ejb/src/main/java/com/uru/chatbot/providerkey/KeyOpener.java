package com.uru.chatbot.providerkey;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Opens the {@code Uru-Provider-Key} header of a request. A sealed key is a compact JWE (RFC 7516)
 * with {@code ECDH-ES} and {@code A256GCM}, made by the user's browser for one user and one minute.
 *
 * <p>What is wiped: the decrypted bytes, here, and the characters of the {@link ProviderKey}, by
 * whoever closes it. What cannot be wiped: the header itself, which holds only ciphertext if the
 * key was sealed, and the one string that {@link ProviderKey#authorization()} makes.
 */
@ApplicationScoped
public class KeyOpener {
  /** The request header with the key. */
  public static final String HEADER = "Uru-Provider-Key";

  private static final int MAX_SEALED_LENGTH = 4096;

  /** How every compact JWE begins, and no key of OpenAI's: an open brace and a quote in Base64. */
  private static final String JWE_START = "eyJ";

  private static final Duration LONGEST_VALIDITY = Duration.ofSeconds(60);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private TransportKeys transportKeys;
  private Clock clock;
  private boolean plainAccepted;

  /**
   * An opener for these keys.
   *
   * @param plainAccepted whether a key may come unsealed, for scripts ({@code
   *     URU_PROVIDER_KEY_PLAIN})
   */
  @Inject
  public KeyOpener(
      TransportKeys transportKeys,
      Clock clock,
      @ConfigProperty(name = "uru.provider-key.plain") boolean plainAccepted) {
    this.transportKeys = transportKeys;
    this.clock = clock;
    this.plainAccepted = plainAccepted;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected KeyOpener() {}

  /**
   * Opens the key of a request.
   *
   * @param header the value of the header, {@code null} if there is none
   * @return the key, which the caller of this method closes
   * @throws DomainException {@code PROVIDER_KEY_MISSING}; {@code PROVIDER_KEY_UNREADABLE} if it is
   *     no key, was sealed for another user or another server, or has expired
   */
  public ProviderKey open(@Nullable String header, Caller caller) {
    String value = header == null ? "" : header.strip();
    if (value.isEmpty()) {
      throw new DomainException(ProblemCode.PROVIDER_KEY_MISSING);
    }
    return value.startsWith(JWE_START) ? unseal(value, caller) : plain(value);
  }

  private ProviderKey plain(String value) {
    boolean key =
        value.length() >= KeyPayload.MIN_KEY_LENGTH
            && value.length() <= KeyPayload.MAX_KEY_LENGTH
            && value.chars().allMatch(KeyPayload::isKeyCharacter);
    if (!key || !plainAccepted) {
      throw unreadable();
    }
    return new ProviderKey(value.toCharArray());
  }

  private ProviderKey unseal(String sealed, Caller caller) {
    byte[] content = {};
    try {
      content = decrypt(sealed);
      KeyPayload payload = KeyPayload.parse(content);
      if (!isFor(caller, payload) || !isFresh(payload)) {
        throw unreadable();
      }
      return payload.key();
    } catch (ParseException | JOSEException e) {
      // Not as a cause: it could quote what was sealed.
      throw unreadable();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private byte[] decrypt(String sealed) throws ParseException, JOSEException {
    if (sealed.length() > MAX_SEALED_LENGTH) {
      throw unreadable();
    }
    JWEObject jwe = parse(sealed);
    jwe.decrypt(new ECDHDecrypter(keyOf(jwe.getHeader())));
    return jwe.getPayload().toBytes();
  }

  private static JWEObject parse(String sealed) throws ParseException {
    try {
      return JWEObject.parse(sealed);
    } catch (NullPointerException | IllegalArgumentException e) {
      // Nimbus 10.5 meets a header without enc so.
      throw new ParseException("This is not a JWE", 0);
    }
  }

  private ECKey keyOf(JWEHeader header) {
    boolean asAgreed =
        JWEAlgorithm.ECDH_ES.equals(header.getAlgorithm())
            && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
            && header.getCompressionAlgorithm() == null
            && header.getKeyID() != null;
    if (!asAgreed) {
      throw unreadable();
    }
    return transportKeys.find(header.getKeyID()).orElseThrow(KeyOpener::unreadable);
  }

  private static boolean isFor(Caller caller, KeyPayload payload) {
    return payload.subject().equals(caller.userId().toString());
  }

  private boolean isFresh(KeyPayload payload) {
    long now = clock.instant().getEpochSecond();
    long latest = now + LONGEST_VALIDITY.plus(CLOCK_SKEW).toSeconds();
    return payload.expiresAt() > now && payload.expiresAt() <= latest;
  }

  private static DomainException unreadable() {
    return new DomainException(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }
}
