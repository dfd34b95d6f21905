package com.uru.chatbot.dev.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class PracticeUpstreamTest {
  private static PracticeUpstream upstream;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    upstream = PracticeUpstream.start(0, Duration.ofMillis(1));
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @BeforeEach
  void forget() throws Exception {
    control("DELETE", "/__practice/requests");
  }

  @Test
  void streamsAsOpenAiDoes() throws Exception {
    HttpResponse<String> response =
        chat(
            PracticeFault.FAST.key(),
            question("gpt-4o", "Hello 👋")
                .add("stream", true)
                .add("stream_options", Json.createObjectBuilder().add("include_usage", true)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    assertThat(response.body()).endsWith("data: [DONE]\n\n");
    List<JsonObject> chunks = chunks(response.body());
    JsonObject first = chunks.get(0);
    assertThat(delta(first).getString("role")).isEqualTo("assistant");
    assertThat(first.getString("object")).isEqualTo("chat.completion.chunk");
    assertThat(first.getString("model")).isEqualTo("gpt-4o-2024-08-06");
    assertThat(first).containsKeys("id", "created", "service_tier", "system_fingerprint");
    assertThat(first.get("usage")).isEqualTo(JsonValue.NULL);
    JsonObject finish = chunks.get(chunks.size() - 2);
    assertThat(choice(finish).getString("finish_reason")).isEqualTo("stop");
    assertThat(delta(finish)).isEmpty();
    JsonObject last = chunks.get(chunks.size() - 1);
    assertThat(last.getJsonArray("choices")).isEmpty();
    assertThat(last.getJsonObject("usage").getInt("completion_tokens"))
        .isEqualTo(chunks.size() - 3);
    assertThat(
            last.getJsonObject("usage")
                .getJsonObject("completion_tokens_details")
                .getInt("reasoning_tokens"))
        .isZero();
    assertThat(text(chunks))
        .contains("> Hello 👋", "**gpt-4o**", "practice mode", "```java", "| Key |");
  }

  @Test
  void sendsNoUsageThatNobodyAskedFor() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.FAST.key(), question("gpt-4", "Hello").add("stream", true));

    assertThat(chunks(response.body())).noneMatch(chunk -> chunk.containsKey("usage"));
  }

  @Test
  void answersWithoutAStreamTheSameText() throws Exception {
    JsonObject whole = json(chat(PracticeFault.FAST.key(), question("gpt-4", "Hello")));

    assertThat(whole.getString("object")).isEqualTo("chat.completion");
    JsonObject choice = whole.getJsonArray("choices").getJsonObject(0);
    assertThat(choice.getString("finish_reason")).isEqualTo("stop");
    HttpResponse<String> streamed =
        chat(PracticeFault.FAST.key(), question("gpt-4", "Hello").add("stream", true));
    assertThat(choice.getJsonObject("message").getString("content"))
        .isEqualTo(text(chunks(streamed.body())));
  }

  @Test
  void sendsTheHeadersOfOpenAi() throws Exception {
    HttpResponse<String> response = chat(PracticeFault.FAST.key(), question("gpt-4", "Hello"));

    assertThat(response.headers().map())
        .containsKeys(
            "x-request-id",
            "openai-processing-ms",
            "openai-version",
            "x-ratelimit-limit-requests",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid-key, 401, invalid_api_key",
    "deactivated, 401, account_deactivated",
    "no-access, 403, unsupported_country_region_territory",
    "no-quota, 429, insufficient_quota",
    "rate-limited, 429, rate_limit_exceeded",
    "no-model, 404, model_not_found",
    "context-too-long, 400, context_length_exceeded",
    "content-refused, 400, invalid_prompt",
    "no-stream, 400, unsupported_value",
    "500, 500, null",
    "503, 503, null"
  })
  void refusesWhatTheKeySays(String fault, int status, String code) throws Exception {
    HttpResponse<String> response =
        chat("sk-practice-" + fault, question("gpt-4o", "Hello").add("stream", true));

    assertThat(response.statusCode()).isEqualTo(status);
    JsonObject error = json(response).getJsonObject("error");
    assertThat(error).containsOnlyKeys("message", "type", "param", "code");
    assertThat(error.isNull("code") ? "null" : error.getString("code")).isEqualTo(code);
  }

  @Test
  void saysWhenARateLimitEnds() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.RATE_LIMITED.key(), question("gpt-4o", "Hello"));

    assertThat(response.headers().firstValue("retry-after")).hasValue("7");
    assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("0");
  }

  @Test
  void refusesAKeyOfAnotherKindAndMasksIt() throws Exception {
    HttpResponse<String> response = chat("sk-proj-0123456789abcdef", question("gpt-4o", "Hello"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(json(response).getJsonObject("error").getString("message"))
        .startsWith("Incorrect API key provided: sk-proj-************cdef.");
  }

  @Test
  void refusesARequestWithoutAKey() throws Exception {
    HttpResponse<String> response = send("GET", "/v1/models", "", null);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("You didn't provide an API key");
  }

  @ParameterizedTest
  @CsvSource({
    "o1, temperature, 0.7, unsupported_value",
    "o1, max_tokens, 100, unsupported_parameter",
    "o1-mini, temperature, 0.2, unsupported_value",
    "o1-mini, max_tokens, 100, unsupported_parameter",
    "o1-mini, reasoning_effort, 1, unsupported_parameter",
    "gpt-4o, max_completion_tokens, 100000, invalid_value",
    "gpt-4o, temperature, 2.5, decimal_above_max_value"
  })
  void hasTheRulesOfEachModel(String model, String param, double value, String code)
      throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.FAST.key(), question(model, "Hello").add(param, value));

    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = json(response).getJsonObject("error");
    assertThat(error.getString("param")).isEqualTo(param);
    assertThat(error.getString("code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"system", "developer"})
  void refusesInstructionsForO1Mini(String role) throws Exception {
    JsonObjectBuilder request =
        Json.createObjectBuilder()
            .add("model", "o1-mini")
            .add("messages", Json.createArrayBuilder().add(message(role, "Be kind")));

    JsonObject error = json(chat(PracticeFault.FAST.key(), request)).getJsonObject("error");

    assertThat(error.getString("code")).isEqualTo("unsupported_value");
    assertThat(error.getString("param")).isEqualTo("messages[0].role");
    assertThat(error.getString("message"))
        .isEqualTo(
            "Unsupported value: 'messages[0].role' does not support '"
                + role
                + "' with this model.");
  }

  @Test
  void takesEffortAndADefaultTemperatureForO1() throws Exception {
    HttpResponse<String> response =
        chat(
            PracticeFault.FAST.key(),
            question("o1", "Hello").add("temperature", 1).add("reasoning_effort", "low"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(
            json(response)
                .getJsonObject("usage")
                .getJsonObject("completion_tokens_details")
                .getInt("reasoning_tokens"))
        .isPositive();
  }

  @Test
  void refusesEffortForAModelThatDoesNotReason() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.FAST.key(), question("gpt-4o", "Hello").add("reasoning_effort", "low"));

    assertThat(response.body())
        .contains("Unrecognized request argument supplied: reasoning_effort");
  }

  @Test
  void refusesAConversationThatIsTooLongInOpenAisWords() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.FAST.key(), question("gpt-4", "x".repeat(40_000)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).getJsonObject("error").getString("message"))
        .isEqualTo(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in"
                + " 10007 tokens. Please reduce the length of the messages.");
  }

  @Test
  void endsAnAnswerAtItsLimit() throws Exception {
    JsonObject whole =
        json(chat(PracticeFault.FAST.key(), question("gpt-4", "Hello").add("max_tokens", 100)));

    assertThat(whole.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
        .isEqualTo("length");
    assertThat(whole.getJsonObject("usage").getInt("completion_tokens")).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"length, length, 12", "content-filter, content_filter, 8"})
  void endsEarlyWithTheReason(String fault, String reason, int deltas) throws Exception {
    HttpResponse<String> response =
        chat("sk-practice-" + fault, question("gpt-4", "Hello").add("stream", true));

    List<JsonObject> chunks = chunks(response.body());
    assertThat(chunks).hasSize(deltas + 2);
    assertThat(choice(chunks.get(chunks.size() - 1)).getString("finish_reason")).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "RESET"})
  void breaksTheConnectionInTheMiddle(PracticeFault fault) throws Exception {
    HttpResponse<InputStream> response = open(fault.key());

    assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    await(() -> openAnswers() == 0);
    assertThat(onlyRequest().getString("state")).isEqualTo("cut");
    assertThat(onlyRequest().getInt("deltas")).isEqualTo(PracticeFault.DELTAS_BEFORE_BREAK);
  }

  @Test
  void endsCleanlyWithoutAFinishReason() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.CUT_BEFORE_FINISH.key(), question("gpt-4", "Hello").add("stream", true));

    assertThat(response.body()).doesNotContain("[DONE]");
    assertThat(chunks(response.body())).allMatch(chunk -> choice(chunk).isNull("finish_reason"));
  }

  @Test
  void sendsGarbageInTheMiddle() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.GARBAGE.key(), question("gpt-4", "Hello").add("stream", true));

    String[] events = response.body().strip().split("\n\n", -1);
    assertThatThrownBy(() -> json(events[events.length - 1])).isInstanceOf(JsonException.class);
  }

  @Test
  void reportsAnErrorInsideTheStream() throws Exception {
    HttpResponse<String> response =
        chat(PracticeFault.IN_BAND_ERROR.key(), question("gpt-4", "Hello").add("stream", true));

    assertThat(response.body()).contains("data: {\"error\":{\"message\":\"The server had an error");
  }

  @Test
  void refusesTheFirstAnswerOnlyOnce() throws Exception {
    String key = PracticeFault._503_THEN_OK.key("one");

    assertThat(chat(key, question("gpt-4", "Hello")).statusCode()).isEqualTo(503);
    assertThat(chat(key, question("gpt-4", "Hello")).statusCode()).isEqualTo(200);
    assertThat(chat(PracticeFault._503_THEN_OK.key("two"), question("gpt-4", "Hi")).statusCode())
        .isEqualTo(503);
  }

  @Test
  void answersATitleRequestWhateverTheFault() throws Exception {
    JsonObjectBuilder request =
        Json.createObjectBuilder()
            .add("model", "gpt-4o-mini")
            .add("max_completion_tokens", 24)
            .add(
                "messages",
                Json.createArrayBuilder()
                    .add(message("system", "Give this conversation a short title."))
                    .add(message("user", "How do I bake bread, really?")));

    JsonObject answer = json(chat(PracticeFault.CUT.key(), request));

    assertThat(
            answer
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content"))
        .isEqualTo("Practice: How do I bake bread");
  }

  @Test
  void listsTheModels() throws Exception {
    JsonArray data =
        json(send("GET", "/v1/models", PracticeFault.NO_QUOTA.key(), null)).getJsonArray("data");

    assertThat(data.getValuesAs(JsonObject.class).stream().map(model -> model.getString("id")))
        .contains(
            "gpt-4o", "gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo");
    assertThat(send("GET", "/v1/models/gpt-4o", "sk-practice-x", null).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/v1/models/gpt-9", "sk-practice-x", null).statusCode()).isEqualTo(404);
    assertThat(send("GET", "/v1/models", PracticeFault.INVALID_KEY.key(), null).statusCode())
        .isEqualTo(401);
  }

  @Test
  void remembersWhatItReceivedButNeverTheKey() throws Exception {
    String key = PracticeFault.FAST.key("canary");
    chat(key, question("gpt-4", "Remember me").add("temperature", 0.5));
    await(() -> openAnswers() == 0);

    JsonObject request = onlyRequest();

    assertThat(request.getString("model")).isEqualTo("gpt-4");
    assertThat(request.getJsonArray("messages").getJsonObject(0).getString("content"))
        .isEqualTo("Remember me");
    assertThat(request.getJsonObject("parameters").getJsonNumber("temperature").doubleValue())
        .isEqualTo(0.5);
    assertThat(request.getString("state")).isEqualTo("finished");
    assertThat(request.getString("keyFingerprint")).isEqualTo(JournalEntry.fingerprint(key));
    assertThat(request.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @EnumSource(names = {"STALL", "SLOW"})
  void seesAtOnceThatThePeerHasGone(PracticeFault fault) throws Exception {
    HttpResponse<InputStream> response = open(fault.key());
    response.body().readNBytes(200);
    assertThat(openAnswers()).isEqualTo(1);

    Instant closedAt = Instant.now();
    response.body().close();

    await(() -> openAnswers() == 0);
    assertThat(onlyRequest().getString("state")).isEqualTo("closed-by-peer");
    assertThat(Instant.parse(onlyRequest().getString("endedAt"))).isBefore(closedAt.plusSeconds(1));
  }

  @Test
  void neverAnswersWhenItTimesOut() throws Exception {
    HttpRequest request =
        request(
                "POST",
                "/v1/chat/completions",
                PracticeFault.TIMEOUT.key(),
                question("gpt-4", "Hi"))
            .timeout(Duration.ofMillis(300))
            .build();

    assertThatThrownBy(() -> CLIENT.send(request, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
    await(() -> openAnswers() == 0);
  }

  @Test
  void keepsThePace() throws Exception {
    long start = System.nanoTime();
    chat(
        PracticeFault.SLOW.key(), question("gpt-4", "Hi").add("stream", true).add("max_tokens", 5));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(450), Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource(names = {"LONG_FAST", "LONG_STEADY"})
  void answersAtLengthWhenAsked(PracticeFault fault) throws Exception {
    JsonObject usage = json(chat(fault.key(), question("gpt-4o", "Hello"))).getJsonObject("usage");

    assertThat(usage.getInt("completion_tokens")).isGreaterThan(2_500);
  }

  @ParameterizedTest
  @CsvSource({
    "sk-practice-cut, CUT",
    "sk-practice-cut-before-finish, CUT_BEFORE_FINISH",
    "sk-practice-cut-before-finish-17, CUT_BEFORE_FINISH",
    "sk-practice-503-then-ok, _503_THEN_OK",
    "sk-practice-long-steady-17, LONG_STEADY",
    "sk-practice-slowly, NONE",
    "sk-practice-whatever, NONE"
  })
  void choosesTheFaultByTheKey(String key, PracticeFault fault) {
    assertThat(PracticeFault.of(key)).isEqualTo(fault);
  }

  @Test
  void refusesMalformedJson() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(upstream.url() + "/v1/chat/completions"))
            .header("Authorization", "Bearer " + PracticeFault.FAST.key())
            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":"))
            .build();

    HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("We could not parse the JSON body of your request.");
  }

  private static HttpResponse<InputStream> open(String key) throws Exception {
    return CLIENT.send(
        request("POST", "/v1/chat/completions", key, question("gpt-4", "Hi").add("stream", true))
            .build(),
        BodyHandlers.ofInputStream());
  }

  private static HttpResponse<String> chat(String key, JsonObjectBuilder body) throws Exception {
    return send("POST", "/v1/chat/completions", key, body);
  }

  private static HttpResponse<String> send(
      String method, String path, String key, @Nullable JsonObjectBuilder body) throws Exception {
    return CLIENT.send(request(method, path, key, body).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      String method, String path, String key, @Nullable JsonObjectBuilder body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upstream.url() + path));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.build().toString()));
  }

  private static HttpResponse<String> control(String method, String path) {
    try {
      return send(method, path, "", null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject onlyRequest() {
    List<JsonObject> requests =
        json(control("GET", "/__practice/requests"))
            .getJsonArray("requests")
            .getValuesAs(JsonObject.class);
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private static int openAnswers() {
    return json(control("GET", "/__practice/open")).getInt("open");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 5 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static JsonObjectBuilder question(String model, String text) {
    return Json.createObjectBuilder()
        .add("model", model)
        .add("messages", Json.createArrayBuilder().add(message("user", text)));
  }

  private static JsonObjectBuilder message(String role, String text) {
    return Json.createObjectBuilder().add("role", role).add("content", text);
  }

  private static List<JsonObject> chunks(String body) {
    return Stream.of(body.split("\n\n", -1))
        .filter(event -> event.startsWith("data: {"))
        .map(event -> json(event))
        .toList();
  }

  private static JsonObject choice(JsonObject chunk) {
    return chunk.getJsonArray("choices").getJsonObject(0);
  }

  private static JsonObject delta(JsonObject chunk) {
    return choice(chunk).getJsonObject("delta");
  }

  private static String text(List<JsonObject> chunks) {
    StringBuilder text = new StringBuilder();
    for (JsonObject chunk : chunks) {
      if (!chunk.getJsonArray("choices").isEmpty()) {
        text.append(delta(chunk).getString("content", ""));
      }
    }
    return text.toString();
  }

  private static JsonObject json(HttpResponse<String> response) {
    return json(response.body());
  }

  private static JsonObject json(String text) {
    String json = text.startsWith("data: ") ? text.substring("data: ".length()) : text;
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
