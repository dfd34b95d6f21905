package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main job through gateways of others: a key is checked, a question is answered, an answer is
 * stopped. Not part of the default build, because it installs them: {@code mvn -Pgateways verify}.
 */
@Tag("gateways")
@Timeout(1800)
@ExtendWith(UruSystemExtension.class)
class GatewaysIT {
  private static final String MODEL = "gpt-6-luna";
  private static final String SLOW_MODEL = "gpt-6.1-terra";
  private static final String MASTER_KEY = "sk-gateway-0123456789";

  private final UruSystem uru;

  GatewaysIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterEach
  void startWithoutAGateway() {
    uru.killServer();
    uru.startServer();
  }

  @Test
  void answersThroughLiteLlmAndStopEndsTheCost() {
    Map<String, String> keys =
        Map.of(MODEL, PracticeFault.FAST.key(), SLOW_MODEL, PracticeFault.SLOW.key());
    try (Gateway gateway = Gateway.liteLlm(uru.upstreamUrl(), keys, MASTER_KEY)) {
      UruClient user = startBehind(gateway, "");

      assertThat(checkedModels(user, MASTER_KEY)).contains(MODEL);
      assertAnswers(user, MASTER_KEY);

      stop(user, MASTER_KEY, SLOW_MODEL);
      Eventually.within(
          Duration.ofSeconds(10),
          "the gateway to close its upstream connection",
          () -> lastState(PracticeFault.SLOW.key()).equals("closed-by-peer"));
      assertThat(problemOf(user, "sk-wrong-0123456789")).isNotEqualTo("provider_unavailable");
    }
  }

  @Test
  void answersThroughPortkeyWhichReadsOnAfterAStop() {
    try (Gateway gateway = Gateway.portkey()) {
      UruClient user =
          startBehind(
              gateway,
              "x-portkey-provider: openai; x-portkey-custom-host: " + uru.upstreamUrl() + "/v1");

      assertThat(checkedModels(user, PracticeFault.FAST.key())).contains(MODEL);
      assertAnswers(user, PracticeFault.FAST.key());

      stop(user, PracticeFault.SLOW.key(), MODEL);
      Eventually.within(
          Duration.ofMinutes(2),
          "the upstream to write its answer to the end",
          () -> lastState(PracticeFault.SLOW.key()).equals("finished"));
      assertThat(problemOf(user, PracticeFault.INVALID_KEY.key()))
          .isEqualTo("provider_key_invalid");
    }
  }

  private UruClient startBehind(Gateway gateway, String headers) {
    uru.killServer();
    uru.startServer(
        Map.of(
            "URU_OPENAI_BASE_URL",
            gateway.url() + "/v1",
            "URU_OPENAI_HEADERS",
            headers,
            "URU_OPENAI_FIRST_BYTE_TIMEOUT",
            "PT30S",
            "URU_TITLES_BY_MODEL",
            "false"));
    return uru.newUser();
  }

  private static List<String> checkedModels(UruClient user, String key) {
    return user.send("POST", "/provider-key/check", null, Map.of("Uru-Provider-Key", key))
        .expect(200)
        .json()
        .getJsonArray("models")
        .getValuesAs(value -> ((JsonString) value).getString());
  }

  private static void assertAnswers(UruClient user, String key) {
    String conversation = user.newConversation(MODEL);
    Question question = Question.first(conversation, "Hello", MODEL);

    Event last = user.ask(question, key).awaitLast();

    assertThat(last.name()).as(last.data().toString()).isEqualTo("completed");
    JsonObject stored = user.message(conversation, question.assistantMessageId());
    assertThat(stored.getString("text")).isNotBlank();
    assertThat(stored.getJsonObject("usage").getInt("completionTokens")).isPositive();
  }

  private static void stop(UruClient user, String key, String model) {
    Question question = Question.first(user.newConversation(model), "Hello", model);
    EventStream stream = user.ask(question, key);
    stream.awaitText(10);
    assertThat(user.stop(question.generationId()).status()).isEqualTo(204);
    assertThat(stream.awaitLast().name()).isEqualTo("stopped");
  }

  private static String problemOf(UruClient user, String key) {
    Question question = Question.first(user.newConversation(MODEL), "Hello", MODEL);
    return user.refusal(question, key).getString("code");
  }

  private String lastState(String key) {
    List<JsonObject> requests = uru.upstreamRequests(key);
    return requests.isEmpty() ? "" : requests.get(requests.size() - 1).getString("state");
  }
}
