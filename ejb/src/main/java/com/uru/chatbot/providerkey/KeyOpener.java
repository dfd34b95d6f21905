package com.uru.chatbot.providerkey;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Opens the provider key of a request. A sealed key is a compact JWE (RFC 7516) with {@code
 * ECDH-ES} and {@code A256GCM}, made by the user's browser for one user and one minute.
 *
 * <p>What is wiped: the decrypted bytes, here, and the characters of the {@link ProviderKey}, when
 * it is closed. What cannot be wiped: the header itself, which holds only ciphertext if the key was
 * sealed, and the strings that {@link ProviderKey#authorization()} returns.
 */
@ApplicationScoped
public class KeyOpener {
  private static final int MAX_SEALED_LENGTH = 4096;

  /** How every compact JWE begins, an open brace and a quote in Base64, and no key of OpenAI. */
  private static final String JWE_START = "eyJ";

  private static final Duration LONGEST_VALIDITY = Duration.ofSeconds(60);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private TransportKeys transportKeys;
  private Clock clock;
  private AllowedHosts allowedHosts;
  private CurrentSettings settings;
  private boolean plainAccepted;

  /**
   * Creates an opener for these keys.
   *
   * @param plainAccepted whether a key may come unsealed, for scripts ({@code
   *     URU_PROVIDER_KEY_PLAIN}); a tenant may forbid it
   */
  @Inject
  public KeyOpener(
      TransportKeys transportKeys,
      Clock clock,
      AllowedHosts allowedHosts,
      CurrentSettings settings,
      @ConfigProperty(name = "uru.provider-key.plain") boolean plainAccepted) {
    this.transportKeys = transportKeys;
    this.clock = clock;
    this.allowedHosts = allowedHosts;
    this.settings = settings;
    this.plainAccepted = plainAccepted;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected KeyOpener() {}

  /**
   * Opens the key of a request that has no other header of a key.
   *
   * @param header the value of {@link KeyHeaders#KEY}, null if there is none
   * @return the key, which the caller of this method closes
   * @throws DomainException see {@link #open(KeyHeaders, Caller)}
   */
  public ProviderKey open(@Nullable String header, Caller caller) {
    return open(new KeyHeaders(header, null, null, null), caller);
  }

  /**
   * Opens the key of a request.
   *
   * @return the key, which the caller of this method closes
   * @throws DomainException {@code PROVIDER_KEY_MISSING}; {@code PROVIDER_KEY_UNREADABLE} if it is
   *     no key, was sealed for another user or another server, or has expired; {@code
   *     VALIDATION_FAILED} if the host, the organisation or the project cannot be used
   */
  public ProviderKey open(KeyHeaders headers, Caller caller) {
    String value = stripped(headers.key());
    if (value.isEmpty()) {
      throw new DomainException(ProblemCode.PROVIDER_KEY_MISSING);
    }
    ProviderKey key =
        value.startsWith(JWE_START)
            ? unseal(value, caller)
            : plain(value, routing(headers), caller);
    String host = key.routing().host();
    if (host != null && !allowedHosts.contains(host)) {
      key.close();
      throw invalid("This server does not send keys to the API host that was given with the key.");
    }
    return key;
  }

  private static String stripped(@Nullable String header) {
    return header == null ? "" : header.strip();
  }

  private static KeyRouting routing(KeyHeaders headers) {
    return new KeyRouting(
        valid(KeyHeaders.HOST, lowerCase(headers.host()), KeyRouting::isHost),
        valid(KeyHeaders.ORGANIZATION, headers.organization(), KeyRouting::isId),
        valid(KeyHeaders.PROJECT, headers.project(), KeyRouting::isId));
  }

  private static @Nullable String lowerCase(@Nullable String host) {
    return host == null ? null : host.toLowerCase(Locale.ROOT);
  }

  /** Returns the value without blanks around it, or null if there is none. */
  private static @Nullable String valid(
      String name, @Nullable String header, Predicate<String> rule) {
    String value = stripped(header);
    if (value.isEmpty()) {
      return null;
    }
    if (!rule.test(value)) {
      throw invalid("The header " + name + " has a value that it cannot have.");
    }
    return value;
  }

  private static DomainException invalid(String detail) {
    return new DomainException(ProblemCode.VALIDATION_FAILED, detail);
  }

  private ProviderKey plain(String value, KeyRouting routing, Caller caller) {
    char[] key = ProviderKeyText.normalize(value.toCharArray());
    boolean accepted = plainAccepted && settings.of(caller.tenantId()).plainKeys();
    if (!accepted || !isKey(key)) {
      Arrays.fill(key, '\0');
      throw unreadable();
    }
    return new ProviderKey(key, routing);
  }

  private static boolean isKey(char[] text) {
    for (char character : text) {
      if (!KeyPayload.isKeyCharacter(character)) {
        return false;
      }
    }
    return text.length >= KeyPayload.MIN_KEY_LENGTH && text.length <= KeyPayload.MAX_KEY_LENGTH;
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
