package com.uru.chatbot.dev.system;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.json.Json;
import java.text.ParseException;
import java.time.Instant;

/** Seals provider keys as the browser does: to the server, for one user and a short time. */
final class SealedKeys {
  private static final int LIFETIME_SECONDS = 50;

  private SealedKeys() {}

  /** The key that the server publishes. */
  static ECKey transportKey(UruSystem uru) {
    return transportKey(uru.visitor());
  }

  /** The key that this client is given first, as the browser takes it. */
  static ECKey transportKey(UruClient client) {
    try {
      return JWKSet.parse(client.get("/provider-key/jwks").expect(200).body())
          .getKeys()
          .get(0)
          .toECKey();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  /** For this user and the lifetime that the browser gives it. */
  static String seal(ECKey to, String key, UruClient subject) {
    return seal(to, key, subject, Instant.now().plusSeconds(LIFETIME_SECONDS));
  }

  static String seal(ECKey to, String key, UruClient subject, Instant expiry) {
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                .keyID(to.getKeyID())
                .build(),
            new Payload(
                Json.createObjectBuilder()
                    .add("key", key)
                    .add("sub", subject.user().getString("id"))
                    .add("exp", expiry.getEpochSecond())
                    .build()
                    .toString()));
    try {
      jwe.encrypt(new ECDHEncrypter(to.toPublicJWK()));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return jwe.serialize();
  }
}
