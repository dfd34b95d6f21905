package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
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
  private final ECKey transportKey;
  private String conversation = "";

  SealedKeyIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
    transportKey = SealedKeys.transportKey(uru);
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
        user.ask(
                question(), SealedKeys.seal(transportKey, key, user, Instant.now().plusSeconds(50)))
            .awaitLast()
            .name();

    assertThat(last).isEqualTo("completed");
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void refusesAKeyThatWasSealedTooLongAgo() throws Exception {
    String sealed =
        SealedKeys.seal(
            transportKey, PracticeFault.FAST.key(), user, Instant.now().minusSeconds(60));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatIsValidForTooLong() throws Exception {
    String sealed =
        SealedKeys.seal(
            transportKey, PracticeFault.FAST.key(), user, Instant.now().plusSeconds(600));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatWasSealedForSomebodyElse() throws Exception {
    String sealed =
        SealedKeys.seal(
            transportKey, PracticeFault.FAST.key(), uru.newUser(), Instant.now().plusSeconds(50));

    user.askRefused(question(), sealed).expectProblem(400, "provider_key_unreadable");
  }

  @Test
  void refusesAKeyThatWasSealedToAnotherServer() throws Exception {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();

    user.askRefused(
            question(),
            SealedKeys.seal(other, PracticeFault.FAST.key(), user, Instant.now().plusSeconds(50)))
        .expectProblem(400, "provider_key_unreadable");
  }

  private Question question() {
    return Question.first(conversation, "Hello", "gpt-4o");
  }
}
