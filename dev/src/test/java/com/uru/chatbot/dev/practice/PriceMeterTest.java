package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeClient.json;
import static com.uru.chatbot.dev.practice.PracticeClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class PriceMeterTest {
  private static final String KEY = PracticeFault.FAST.key();
  private static final String MODEL = "gpt-6.1-terra";

  /** 504 tokens with the four of the message. */
  private static final String LONG = "word".repeat(500);

  private static PracticeUpstream upstream;
  private static PracticeClient client;

  @BeforeAll
  static void start() {
    upstream = PracticeUpstream.start(0, Duration.ZERO);
    client = new PracticeClient(upstream.url());
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @BeforeEach
  void reset() throws Exception {
    client.send(client.request("/__practice/meter", KEY).DELETE());
  }

  @Test
  void writesThePrefixOnceAndReadsItLater() throws Exception {
    List<JsonObject> messages = conversation(3);

    JsonObject first = responses(MODEL, messages);
    JsonObject second = responses(MODEL, continued(messages));

    assertThat(cached(first)).isZero();
    assertThat(written(first)).isEqualTo(3 + 3 * 504);
    assertThat(cached(second)).isEqualTo(1_408);
    assertThat(written(second)).isEqualTo(2 * 504);
    JsonObject meter = meter(MODEL);
    assertThat(meter.getInt("calls")).isEqualTo(2);
    assertThat(meter.getInt("input")).isEqualTo(3 + 3 * 504 + 3 + 5 * 504);
    assertThat(meter.getInt("cached")).isEqualTo(1_408);
    assertThat(meter.getInt("cacheable")).isEqualTo(1_408);
    assertThat(meter.getInt("written")).isEqualTo(3 + 5 * 504);
    assertThat(meter.getInt("reasoning")).isPositive();
    assertThat(meter.getInt("output")).isGreaterThan(meter.getInt("reasoning"));
  }

  @Test
  void billsWritesMoreAndReadsLess() throws Exception {
    List<JsonObject> messages = conversation(3);
    int input = 3 + 3 * 504;

    responses(MODEL, messages);
    long first = meter(MODEL).getInt("billedInput");
    responses(MODEL, messages);
    long second = meter(MODEL).getInt("billedInput") - first;

    assertThat(first).isEqualTo(Math.round(input * 1.25));
    assertThat(second).isBetween(Math.round(input * 0.05), Math.round(input * 0.05) + 128);
  }

  @Test
  void cachesNothingBelow1024Tokens() throws Exception {
    responses(MODEL, conversation(2));
    JsonObject second = responses(MODEL, conversation(2));

    assertThat(cached(second)).isZero();
    assertThat(written(second)).isZero();
    assertThat(meter(MODEL).getInt("cacheable")).isZero();
  }

  @Test
  void readsNothingAfterAChangeOfTheFirstMessageAlthoughItCouldHave() throws Exception {
    List<JsonObject> messages = new ArrayList<>(conversation(5));
    messages.add(0, message("developer", "Be kind.").build());
    responses(MODEL, messages);
    messages.set(0, message("developer", "Be brief.").build());

    JsonObject second = responses(MODEL, messages);

    assertThat(cached(second)).isZero();
    assertThat(meter(MODEL).getInt("cached")).isZero();
    assertThat(meter(MODEL).getInt("cacheable")).isEqualTo(2_432);
  }

  @Test
  void readsThePrefixBeforeAnEditedQuestion() throws Exception {
    List<JsonObject> messages = conversation(7);
    responses(MODEL, messages.subList(0, 3));
    responses(MODEL, messages.subList(0, 5));
    responses(MODEL, messages);
    List<JsonObject> edited = new ArrayList<>(messages.subList(0, 4));
    edited.add(message("user", "Something else" + LONG).build());

    JsonObject answer = responses(MODEL, edited);

    assertThat(cached(answer)).as("the breakpoint after the second question").isEqualTo(1_408);
    JsonObject meter = meter(MODEL);
    assertThat(meter.getInt("cached")).isEqualTo(meter.getInt("cacheable"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-6-luna", "gpt-4o"})
  void sharesNothingBetweenModels(String other) throws Exception {
    responses(MODEL, conversation(5));

    assertThat(cached(responses(other, conversation(5)))).isZero();
    assertThat(meter(other).getInt("cacheable")).isZero();
  }

  @Test
  void sharesNothingBetweenKeysAndCacheKeys() throws Exception {
    responses(KEY, MODEL, conversation(5), "a");

    assertThat(cached(responses(KEY, MODEL, conversation(5), "b"))).isZero();
    assertThat(cached(responses(KEY + "-other", MODEL, conversation(5), "a"))).isZero();
    assertThat(cached(responses(KEY, MODEL, conversation(5), "a"))).isPositive();
  }

  @Test
  void readsAnyPrefixBeforeGpt56AndBillsNoWrites() throws Exception {
    List<JsonObject> messages = conversation(7);
    JsonObject first = responses("gpt-4o", messages);
    List<JsonObject> edited = new ArrayList<>(messages.subList(0, 4));
    edited.add(message("user", "Something else").build());

    JsonObject second = responses("gpt-4o", edited);

    assertThat(written(first)).isZero();
    assertThat(cached(second)).as("four messages").isEqualTo(1_920);
    assertThat(meter("gpt-4o").getInt("cacheable")).isEqualTo(1_920);
  }

  @Test
  void doesNotCacheTheInstructionsOfGpt62() throws Exception {
    List<JsonObject> messages = conversation(3);
    responses("gpt-6.2-sol", messages, "Be kind. " + LONG);

    JsonObject second = responses("gpt-6.2-sol", messages, "Be brief. " + LONG);
    JsonObject older = responses(MODEL, messages, "Be kind. " + LONG);
    JsonObject changed = responses(MODEL, messages, "Be brief. " + LONG);

    assertThat(cached(second)).isEqualTo(1_408);
    assertThat(written(older)).isGreaterThan(4 * 504);
    assertThat(cached(changed)).isZero();
  }

  @Test
  void reportsTheSameForChatCompletions() throws Exception {
    chat(conversation(3));

    JsonObject usage = chat(continued(conversation(3))).getJsonObject("usage");

    assertThat(usage.getJsonObject("prompt_tokens_details").getInt("cached_tokens"))
        .isEqualTo(1_408);
    assertThat(usage.getJsonObject("prompt_tokens_details").getInt("cache_write_tokens"))
        .isEqualTo(2 * 504);
    assertThat(meter(MODEL).getInt("cached")).isEqualTo(1_408);
  }

  @Test
  void countsOnlyTheOutputThatWasSent() throws Exception {
    client.post(
        "/v1/responses",
        PracticeFault.CUT_BEFORE_FINISH.key(),
        request("gpt-4o", conversation(1)).add("stream", true));
    int sent = meter("gpt-4o").getInt("output");

    responses("gpt-4o", conversation(1));

    assertThat(meter("gpt-4o").getInt("output")).isEqualTo(2 * sent);
  }

  @Test
  void forgets() throws Exception {
    responses(MODEL, conversation(3));
    reset();

    assertThat(models()).isEmpty();
    assertThat(cached(responses(MODEL, conversation(3)))).isZero();
  }

  private static JsonObject responses(String model, List<JsonObject> messages) throws Exception {
    return json(client.post("/v1/responses", KEY, request(model, messages)));
  }

  private static JsonObject responses(String model, List<JsonObject> messages, String instructions)
      throws Exception {
    return json(
        client.post(
            "/v1/responses", KEY, request(model, messages).add("instructions", instructions)));
  }

  private static JsonObject responses(
      String key, String model, List<JsonObject> messages, String cacheKey) throws Exception {
    return json(
        client.post(
            "/v1/responses", key, request(model, messages).add("prompt_cache_key", cacheKey)));
  }

  private static JsonObject chat(List<JsonObject> messages) throws Exception {
    return json(
        client.post(
            "/v1/chat/completions",
            KEY,
            Json.createObjectBuilder().add("model", MODEL).add("messages", array(messages))));
  }

  private static JsonObjectBuilder request(String model, List<JsonObject> messages) {
    return Json.createObjectBuilder().add("model", model).add("input", array(messages));
  }

  private static JsonArrayBuilder array(List<JsonObject> messages) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    messages.forEach(array::add);
    return array;
  }

  /** Returns questions and answers in turn, of 504 tokens each. */
  private static List<JsonObject> conversation(int messages) {
    List<JsonObject> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      String text = i + LONG.substring(1);
      all.add(message(i % 2 == 0 ? "user" : "assistant", text).build());
    }
    return all;
  }

  private static List<JsonObject> continued(List<JsonObject> messages) {
    assertThat(messages.size()).isOdd();
    return conversation(messages.size() + 2);
  }

  private static int cached(JsonObject response) {
    return inputDetails(response).getInt("cached_tokens");
  }

  private static int written(JsonObject response) {
    return inputDetails(response).getInt("cache_write_tokens");
  }

  private static JsonObject inputDetails(JsonObject response) {
    return response.getJsonObject("usage").getJsonObject("input_tokens_details");
  }

  private static JsonObject meter(String model) throws Exception {
    return models().getJsonObject(model);
  }

  private static JsonObject models() throws Exception {
    return json(client.get("/__practice/meter", KEY)).getJsonObject("models");
  }
}
