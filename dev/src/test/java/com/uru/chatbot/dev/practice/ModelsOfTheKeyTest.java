package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeClient.chat;
import static com.uru.chatbot.dev.practice.PracticeClient.error;
import static com.uru.chatbot.dev.practice.PracticeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class ModelsOfTheKeyTest {
  private static final String FAST = PracticeFault.FAST.key();
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

  @Test
  void describesEachModelWithItsShutdownDate() throws Exception {
    List<JsonObject> models = models("sk-practice-x");

    assertThat(models)
        .allSatisfy(
            model -> {
              assertThat(model)
                  .containsOnlyKeys("id", "object", "created", "owned_by", "shutdown_date");
              assertThat(model.getInt("created")).isGreaterThan(1_677_000_000);
            });
    assertThat(ids(models)).doesNotHaveDuplicates();
    assertThat(shutdownDate(models, "gpt-4o")).isEqualTo(Json.createValue("2027-01-14"));
    assertThat(shutdownDate(models, "gpt-4o-mini")).isEqualTo(Json.createValue("2027-01-14"));
    assertThat(shutdownDate(models, "gpt-5")).isEqualTo(Json.createValue("2026-12-11"));
    assertThat(shutdownDate(models, "gpt-5.1")).isEqualTo(Json.createValue("2027-04-01"));
    assertThat(shutdownDate(models, "gpt-6-luna")).isEqualTo(JsonValue.NULL);
  }

  @Test
  void listsModelsThatAreNotForChatAndDatedNames() throws Exception {
    assertThat(ids(models("sk-practice-x")))
        .contains(
            "gpt-6.2-astra",
            "gpt-6.2-sol",
            "gpt-6.1-terra",
            "gpt-6-luna-2026-09-22",
            "text-embedding-3-small",
            "gpt-image-2",
            "omni-moderation-latest",
            "whisper-1",
            "tts-1",
            "gpt-realtime");
  }

  @ParameterizedTest
  @CsvSource({"no-models, 0", "one-model, 1", "800-models, 800", "future-models, 40"})
  void listsAsManyModelsAsTheKeySays(String fault, int count) throws Exception {
    assertThat(ids(models("sk-practice-" + fault))).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void listsAndAnswersStrangeIds() throws Exception {
    List<String> ids = ids(models(PracticeFault._800_MODELS.key()));

    assertThat(ids)
        .anyMatch(id -> id.length() == 300)
        .contains(
            "accounts/Example/models/Llama-4-Maverick",
            "team-model-🚀-v2",
            "GPT-6-LUNA-UPPER-CASE");
    for (String id : ids.subList(ids.size() - 3, ids.size())) {
      assertThat(
              client.post("/v1/chat/completions", PracticeFault._800_MODELS.key(), chat(id, "Hi")))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "today, gpt-4, 404, model_not_found",
    "today, gpt-4o, 200, ''",
    "january-2027, gpt-4o, 404, model_not_found",
    "january-2027, gpt-5, 404, model_not_found",
    "january-2027, gpt-6-luna, 200, ''",
    "one-model, gpt-6.2-sol, 404, model_not_found",
    "no-models, gpt-6-luna, 404, model_not_found",
    "model-gone, gpt-6.2-sol, 404, model_not_found",
    "model-forbidden, gpt-6.2-sol, 403, model_not_found",
    "model-forbidden, gpt-6-luna, 200, ''",
    "future-models, gpt-9.4-quasar, 200, ''",
    "fast, gpt-9.4-quasar, 404, model_not_found"
  })
  void answersOnlyWithTheModelsOfTheKey(String fault, String model, int status, String code)
      throws Exception {
    HttpResponse<String> response =
        client.post("/v1/chat/completions", "sk-practice-" + fault, chat(model, "Hello"));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status != 200) {
      assertThat(error(response).getString("code")).isEqualTo(code);
    }
  }

  @Test
  void leavesOutWhatIsShutDown() throws Exception {
    assertThat(ids(models(PracticeFault.TODAY.key())))
        .contains("gpt-4o", "gpt-5")
        .doesNotContain("gpt-3.5-turbo", "gpt-4", "gpt-4-turbo", "o1", "o1-mini");
    assertThat(ids(models(PracticeFault.JANUARY_2027.key())))
        .contains("gpt-5.1", "gpt-6.2-sol")
        .doesNotContain("gpt-4o", "gpt-4o-mini", "gpt-4o-2024-08-06", "gpt-5");
  }

  @Test
  void inventsFutureModelsOfEveryKind() throws Exception {
    List<String> ids = ids(models(PracticeFault.FUTURE_MODELS.key()));

    assertThat(ids).allMatch(Pattern.compile("gpt-\\d(\\.\\d)?-[a-z]+").asMatchPredicate());
    assertThat(new HashSet<>(ids.stream().map(id -> id.replaceAll(".*-", "")).toList())).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6.3-nova, none, 200, ''",
    "gpt-6.3-sol, none, 400, reasoning_effort",
    "gpt-7-terra, medium, 400, reasoning_effort",
    "gpt-7-terra, high, 200, ''",
    "gpt-8-lyra, low, 400, reasoning_effort",
    "gpt-6.2-sol, none, 400, reasoning_effort",
    "gpt-6-luna, none, 200, ''",
    "gpt-6-luna, max, 400, reasoning_effort",
    "gpt-6-luna, xhigh, 200, ''",
    "gpt-5, none, 400, reasoning_effort",
    "gpt-5, minimal, 200, ''"
  })
  void acceptsTheEffortsOfTheModel(String model, String effort, int status, String param)
      throws Exception {
    String key = model.matches("gpt-(6\\.3|7|8)-.*") ? PracticeFault.FUTURE_MODELS.key() : FAST;

    HttpResponse<String> response =
        client.post(
            "/v1/chat/completions", key, chat(model, "Hello").add("reasoning_effort", effort));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 400) {
      assertThat(error(response).getString("param")).isEqualTo(param);
      assertThat(error(response).getString("code")).startsWith("unsupported_");
    }
  }

  @Test
  void namesTheEffortsThatTheModelHas() throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/chat/completions", FAST, chat("gpt-5", "Hello").add("reasoning_effort", "none"));

    assertThat(error(response).getString("message"))
        .isEqualTo(
            "Unsupported value: 'reasoning_effort' does not support 'none' with this model."
                + " Supported values are: 'minimal', 'low', 'medium', and 'high'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"temperature", "top_p", "max_tokens"})
  void refusesSamplingWhileTheModelReasons(String param) throws Exception {
    HttpResponse<String> refused =
        client.post("/v1/chat/completions", FAST, chat("gpt-6.1-terra", "Hello").add(param, 1));
    HttpResponse<String> accepted =
        client.post(
            "/v1/chat/completions",
            FAST,
            chat("gpt-6.1-terra", "Hello").add(param, 1).add("reasoning_effort", "none"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused).getString("code")).isEqualTo("unsupported_parameter");
    assertThat(error(refused).getString("param")).isEqualTo(param);
    assertThat(accepted.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesTemperatureWithEveryEffortForSomeFutureModels() throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/chat/completions",
            PracticeFault.FUTURE_MODELS.key(),
            chat("gpt-7-luna", "Hello").add("temperature", 1).add("reasoning_effort", "none"));

    assertThat(error(response).getString("param")).isEqualTo("temperature");
  }

  @ParameterizedTest
  @CsvSource({"fast, gpt-5-pro", "future-models, gpt-7-astra"})
  void refusesModelsThatOnlyResponsesHas(String fault, String model) throws Exception {
    HttpResponse<String> response =
        client.post("/v1/chat/completions", "sk-practice-" + fault, chat(model, "Hello"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).getString("message")).contains("only supported in v1/responses");
  }

  @Test
  void givesAReasoningModelNoRoomForATextWithoutEffortNone() throws Exception {
    JsonObject reasoned =
        json(
            client.post(
                "/v1/chat/completions",
                FAST,
                chat("gpt-6-luna", "Hello").add("max_completion_tokens", 24)));
    JsonObject plain =
        json(
            client.post(
                "/v1/chat/completions",
                FAST,
                chat("gpt-6-luna", "Hello")
                    .add("max_completion_tokens", 24)
                    .add("reasoning_effort", "none")));

    assertThat(content(reasoned)).isEmpty();
    assertThat(content(plain)).isNotEmpty();
  }

  private static String content(JsonObject completion) {
    return completion
        .getJsonArray("choices")
        .getJsonObject(0)
        .getJsonObject("message")
        .getString("content");
  }

  private static List<JsonObject> models(String key) throws Exception {
    return json(client.get("/v1/models", key)).getJsonArray("data").getValuesAs(JsonObject.class);
  }

  private static List<String> ids(List<JsonObject> models) {
    return models.stream().map(model -> model.getString("id")).toList();
  }

  private static JsonValue shutdownDate(List<JsonObject> models, String id) {
    return models.stream()
        .filter(model -> model.getString("id").equals(id))
        .findFirst()
        .orElseThrow()
        .getOrDefault("shutdown_date", JsonValue.FALSE);
  }
}
