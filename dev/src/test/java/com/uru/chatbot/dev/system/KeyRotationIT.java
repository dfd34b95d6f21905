package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.Installation.Result;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The server's keys are replaced while two nodes serve and people ask, by the commands of
 * docs/operations.md.
 */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("NullAway.Init")
class KeyRotationIT {
  private static final String MODEL = "gpt-4o";

  private static Installation installation;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    installation = Installation.in(ServerEnvironment.ROOT.resolve("dev/target/installation"));
    nodes = TwoNodes.start();
  }

  @AfterAll
  static void end() {
    nodes.close();
  }

  @Test
  void noRequestFailsAndWhatOldKeysHaveSignedCountsUntilTheyAreRemoved() throws Exception {
    UruClient person = nodes.newUser();
    String oldToken = person.token();
    ECKey oldTransportKey = SealedKeys.transportKey(person);
    String conversation = person.newConversation(MODEL);
    ask(person, Question.first(conversation, "Which flour?", MODEL), PracticeFault.FAST.key());
    String oldLink = share(person, conversation);
    RollingClients clients = RollingClients.start(nodes);

    rotate("add");
    nodes.a().restart();
    nodes.b().restart();
    assertThat(SealedKeys.transportKey(person).getKeyID()).isEqualTo(oldTransportKey.getKeyID());

    rotate("promote");
    nodes.a().restart();
    // Now one signs with the new key, the other with the old one.
    List<UruClient> both = List.of(nodes.newUser(), nodes.newUser());
    for (UruClient user : both) {
      atEach(user).forEach(there -> there.get("/me").expect(200));
    }
    nodes.b().restart();

    clients.stop();
    assertThat(clients.failures()).isEmpty();
    assertThat(clients.answers()).containsKey("completed");

    UruClient newcomer = nodes.newUser();
    assertThat(keyOf(newcomer.token())).isNotEqualTo(keyOf(oldToken));
    ECKey newTransportKey = SealedKeys.transportKey(person);
    assertThat(newTransportKey.getKeyID()).isNotEqualTo(oldTransportKey.getKeyID());
    for (UruClient there : atEach(person)) {
      there.get("/me").expect(200);
      there.get("/shared/" + oldLink).expect(200);
      for (ECKey key : List.of(oldTransportKey, newTransportKey)) {
        ask(
            there,
            Question.first(there.newConversation(MODEL), "Hello", MODEL),
            SealedKeys.seal(key, PracticeFault.FAST.key(), there));
      }
    }

    rotate("remove");
    nodes.a().restart();
    UruClient late = person.at(nodes.a().url());
    late.get("/me").expect(401);
    late.useToken(null);
    late.refresh().expect(200);
    late.get("/shared/" + oldLink).expect(404);
    String newLink = share(late, conversation);
    late.get("/shared/" + newLink).expect(200);
    newcomer.at(nodes.b().url()).get("/shared/" + newLink).expect(200);
  }

  private static void rotate(String step) throws IOException {
    Result result =
        installation.run(
            Map.of("URU_SERVER_KEYS_FILE", nodes.serverKeys().toString()), "rotate-keys", step);
    assertThat(result.exitCode()).as("%s", result.lines()).isZero();
    assertThat(result.lines()).hasSize(1);
  }

  private static List<UruClient> atEach(UruClient user) {
    return List.of(user.at(nodes.a().url()), user.at(nodes.b().url()));
  }

  private static String share(UruClient user, String conversation) {
    return user.post("/conversations/" + conversation + "/share", JsonValue.EMPTY_JSON_OBJECT)
        .expect(200)
        .json()
        .getString("token");
  }

  private static void ask(UruClient user, Question question, String key) {
    assertThat(user.ask(question, key).awaitLast().name()).isEqualTo("completed");
  }

  private static String keyOf(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }
}
