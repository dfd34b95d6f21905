package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The provider key as the browser sends it: sealed to the server, for one user and one minute. */
@ExtendWith(UruSystemExtension.class)
class SealedKeyIT {
  private final UruSystem uru;
  private UruClient user;
  private String conversation = "";

  SealedKeyIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
    conversation = user.newConversation("gpt-4o");
  }

  @Test
  void opensAKeyThatWasSealedToIt() throws Exception {
    String key = PracticeFault.FAST.key(UUID.randomUUID().toString());

    String last =
        user.ask(question(), seal(transportKey(), key, user, Instant.now().plusSeconds(50)))
            .awaitLast()
            .name();

    assertThat(last).isEqualTo("completed");
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void refusesAKeyThatWasSealedTooLongAgo() throws Exception {
    String sealed =
        seal(transportKey(), PracticeFault.FAST.key(), user, Instant.now().minusSeconds(60));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatIsValidForTooLong() throws Exception {
    String sealed =
        seal(transportKey(), PracticeFault.FAST.key(), user, Instant.now().plusSeconds(600));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatWasSealedForSomebodyElse() throws Exception {
    String sealed =
        seal(
            transportKey(), PracticeFault.FAST.key(), uru.newUser(), Instant.now().plusSeconds(50));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatWasSealedToAnotherServer() throws Exception {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();

    user.askRefused(
            question(), seal(other, PracticeFault.FAST.key(), user, Instant.now().plusSeconds(50)))
        .expectProblem(400, "provider_key_unreadable");
  }

  private Question question() {
    return Question.first(conversation, "Hello", "gpt-4o");
  }

  private ECKey transportKey() throws Exception {
    return JWKSet.parse(uru.visitor().get("/provider-key/jwks").expect(200).body())
        .getKeys()
        .get(0)
        .toECKey();
  }

  private static String seal(ECKey to, String key, UruClient subject, Instant expiry)
      throws Exception {
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
    jwe.encrypt(new ECDHEncrypter(to.toPublicJWK()));
    return jwe.serialize();
  }
}
