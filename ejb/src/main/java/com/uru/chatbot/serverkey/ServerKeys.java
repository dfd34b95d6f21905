package com.uru.chatbot.serverkey;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.uru.chatbot.providerkey.TransportKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;

/**
 * The server's key pairs, all P-256, from a JWK Set (RFC 7517): {@code use: sig} signs access
 * tokens (ES256), {@code use: enc} opens sealed provider keys (ECDH-ES). Of each kind the first is
 * the current one; the others are still accepted, so that a key can be replaced without a pause.
 *
 * <p>The set comes from the file named by {@code uru.server-keys.file} ({@code
 * URU_SERVER_KEYS_FILE}), or is itself the value of {@code uru.server-keys} ({@code
 * URU_SERVER_KEYS}), which wins. Without a usable set the application does not start.
 */
@ApplicationScoped
public class ServerKeys implements TransportKeys {
  static final String FILE_PROPERTY = "uru.server-keys.file";
  static final String INLINE_PROPERTY = "uru.server-keys";
  private static final String HMAC = "HmacSHA256";

  private final List<ECKey> signingKeys;
  private final List<ECKey> transportKeys;

  /** Reads the configured set. */
  @Inject
  public ServerKeys(Config config) {
    this(parse(readConfigured(config)));
  }

  ServerKeys(JWKSet keys) {
    signingKeys = keysFor(KeyUse.SIGNATURE, keys);
    transportKeys = keysFor(KeyUse.ENCRYPTION, keys);
  }

  /** For the container's proxy. */
  protected ServerKeys() {
    signingKeys = List.of();
    transportKeys = List.of();
  }

  /**
   * The keys of a JWK Set.
   *
   * @throws InvalidServerKeysException if it is not a JWK Set with both kinds of keys
   */
  public static ServerKeys ofJson(String json) {
    return new ServerKeys(parse(json));
  }

  /** Makes bad keys stop the start instead of the first sign-in. */
  void requireAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    currentSigningKey();
  }

  /** The key pair that signs now. */
  public ECKey currentSigningKey() {
    return signingKeys.get(0);
  }

  /** The public halves of all keys whose signatures count. */
  public JWKSet verificationKeys() {
    return publicHalves(signingKeys);
  }

  /**
   * Returns secrets for symmetric cryptography, 32 bytes each: one for each signing key, that of
   * the current key first. They change only with the keys.
   *
   * @param purpose keeps the secrets of different uses apart
   */
  public List<byte[]> secrets(String purpose) {
    return signingKeys.stream().map(key -> secret(key, purpose)).toList();
  }

  private static byte[] secret(ECKey key, String purpose) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.getD().decode(), HMAC));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
    }
  }

  @Override
  public Optional<ECKey> find(String keyId) {
    return transportKeys.stream().filter(key -> key.getKeyID().equals(keyId)).findFirst();
  }

  @Override
  public JWKSet publicKeys() {
    return publicHalves(transportKeys);
  }

  private static JWKSet publicHalves(List<ECKey> keys) {
    return new JWKSet(keys.stream().map(key -> (JWK) key.toPublicJWK()).toList());
  }

  private static String readConfigured(Config config) {
    Optional<String> inline = config.getOptionalValue(INLINE_PROPERTY, String.class);
    if (inline.isPresent()) {
      return inline.get();
    }
    String file =
        config
            .getOptionalValue(FILE_PROPERTY, String.class)
            .orElseThrow(
                () ->
                    new InvalidServerKeysException(
                        "There are no server keys: point URU_SERVER_KEYS_FILE at the file that"
                            + " ServerKeysFile has made, or give its content in URU_SERVER_KEYS."));
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new InvalidServerKeysException(
          "The server keys cannot be read from " + file + ": is the file there and readable?", e);
    }
  }

  static JWKSet parse(String json) {
    try {
      return JWKSet.parse(json);
    } catch (ParseException e) {
      // The cause would quote the text, which holds private keys.
      throw new InvalidServerKeysException("The server keys are not a JWK Set.");
    }
  }

  private static List<ECKey> keysFor(KeyUse use, JWKSet keys) {
    List<ECKey> found = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JWK key : keys.getKeys()) {
      if (use.equals(key.getKeyUse())) {
        found.add(requireUsable(key));
        if (!ids.add(key.getKeyID())) {
          throw new InvalidServerKeysException("Two server keys have the id " + key.getKeyID());
        }
      }
    }
    if (found.isEmpty()) {
      throw new InvalidServerKeysException(
          "The server keys have no key with use: " + use.identifier() + ".");
    }
    return List.copyOf(found);
  }

  private static ECKey requireUsable(JWK key) {
    if (key instanceof ECKey pair
        && Curve.P_256.equals(pair.getCurve())
        && pair.isPrivate()
        && pair.getKeyID() != null) {
      return pair;
    }
    throw new InvalidServerKeysException(
        "A server key is not a P-256 key pair with a kid: " + key.getKeyID());
  }
}
