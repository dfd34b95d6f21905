package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeClient.error;
import static com.uru.chatbot.dev.practice.PracticeClient.events;
import static com.uru.chatbot.dev.practice.PracticeClient.json;
import static com.uru.chatbot.dev.practice.PracticeClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class ResponsesTest {
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
  void streamsAReasonedAnswer() throws Exception {
    HttpResponse<String> response = stream(FAST, "gpt-6.2-sol");

    List<JsonObject> events = events(response);
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    assertThat(response.body())
        .startsWith("event: response.created\ndata: {")
        .doesNotContain("[DONE]");
    assertThat(types(events).stream().distinct())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.completed");
    assertThat(events.stream().map(event -> event.getInt("sequence_number")))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(0)
        .endsWith(events.size() - 1);
    JsonObject completed = last(events).getJsonObject("response");
    List<JsonObject> output = completed.getJsonArray("output").getValuesAs(JsonObject.class);
    assertThat(output.stream().map(item -> item.getString("type")))
        .containsExactly("reasoning", "message");
    assertThat(output.get(1).getString("phase")).isEqualTo("final_answer");
    assertThat(deltas(events, "response.output_text.delta", 1))
        .contains("> Hello", "**gpt-6.2-sol**")
        .isEqualTo(text(output.get(1)));
    assertThat(deltas(events, "response.reasoning_summary_text.delta", 0))
        .startsWith("**Reading the question**")
        .contains("**Planning the answer**");
  }

  @Test
  void reportsTheUsageInTheLastEvent() throws Exception {
    List<JsonObject> events = events(stream(FAST, "gpt-6-luna"));

    JsonObject usage = last(events).getJsonObject("response").getJsonObject("usage");
    long deltas =
        types(events).stream().filter(type -> type.equals("response.output_text.delta")).count();
    int reasoning = usage.getJsonObject("output_tokens_details").getInt("reasoning_tokens");
    assertThat(reasoning).isPositive();
    assertThat(usage.getInt("output_tokens")).isEqualTo((int) deltas + reasoning);
    assertThat(usage.getInt("input_tokens")).isPositive();
    assertThat(usage.getJsonObject("input_tokens_details"))
        .containsOnlyKeys("cached_tokens", "cache_write_tokens");
  }

  @Test
  void answersWithoutAStreamTheSameText() throws Exception {
    JsonObject whole = json(client.post("/v1/responses", FAST, question("gpt-4o")));

    assertThat(whole.getString("object")).isEqualTo("response");
    assertThat(whole.getString("status")).isEqualTo("completed");
    assertThat(whole.getString("model")).isEqualTo("gpt-4o-2024-08-06");
    List<JsonObject> output = whole.getJsonArray("output").getValuesAs(JsonObject.class);
    assertThat(output).hasSize(1);
    assertThat(output.get(0)).doesNotContainKey("phase");
    assertThat(text(output.get(0)))
        .isEqualTo(deltas(events(stream(FAST, "gpt-4o")), "response.output_text.delta", 0));
  }

  @Test
  void padsDeltasUnlessTheRequestSwitchesItOff() throws Exception {
    assertThat(stream(FAST, "gpt-4o").body()).contains("\"obfuscation\":");
    assertThat(
            client
                .post(
                    "/v1/responses",
                    FAST,
                    question("gpt-4o")
                        .add("stream", true)
                        .add(
                            "stream_options",
                            Json.createObjectBuilder().add("include_obfuscation", false)))
                .body())
        .doesNotContain("obfuscation");
  }

  @Test
  void storesUnlessTheRequestSaysNo() throws Exception {
    assertThat(json(client.post("/v1/responses", FAST, question("gpt-4o"))).getBoolean("store"))
        .isTrue();
    assertThat(
            json(client.post("/v1/responses", FAST, question("gpt-4o").add("store", false)))
                .getBoolean("store"))
        .isFalse();
  }

  @Test
  void recognizesATitleByItsDeveloperMessage() throws Exception {
    JsonObjectBuilder request =
        Json.createObjectBuilder()
            .add("model", "gpt-6-luna")
            .add("max_output_tokens", 24)
            .add("reasoning", Json.createObjectBuilder().add("effort", "none"))
            .add(
                "input",
                Json.createArrayBuilder()
                    .add(message("developer", "Write a title for the conversation."))
                    .add(message("user", "How do I bake bread, really?")));

    JsonObject title = json(client.post("/v1/responses", PracticeFault.CUT.key(), request));

    assertThat(text(title.getJsonArray("output").getJsonObject(0)))
        .isEqualTo("Practice: How do I bake bread");
  }

  @ParameterizedTest
  @CsvSource({
    "length, max_output_tokens, 12",
    "content-filter, content_filter, 8",
    "max-messages, max_messages, 12"
  })
  void endsIncompleteWithTheReason(String fault, String reason, int deltas) throws Exception {
    List<JsonObject> events = events(stream("sk-practice-" + fault, "gpt-4o"));

    assertThat(last(events).getString("type")).isEqualTo("response.incomplete");
    JsonObject response = last(events).getJsonObject("response");
    assertThat(response.getString("status")).isEqualTo("incomplete");
    assertThat(response.getJsonObject("incomplete_details").getString("reason")).isEqualTo(reason);
    assertThat(types(events).stream().filter(type -> type.endsWith("text.delta"))).hasSize(deltas);
  }

  @Test
  void spendsALowLimitOnReasoning() throws Exception {
    List<JsonObject> events =
        events(
            client.post(
                "/v1/responses",
                FAST,
                question("gpt-6.2-sol").add("stream", true).add("max_output_tokens", 100)));

    JsonObject response = last(events).getJsonObject("response");
    assertThat(response.getString("status")).isEqualTo("incomplete");
    assertThat(response.getJsonArray("output")).hasSize(1);
    assertThat(response.getJsonObject("usage").getInt("output_tokens")).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "in-band-error, server_error",
    "policy, misalignment_policy_violation",
    "bio-policy, bio_policy"
  })
  void failsInsideTheStream(String fault, String code) throws Exception {
    List<JsonObject> events = events(stream("sk-practice-" + fault, "gpt-4o"));

    assertThat(last(events).getString("type")).isEqualTo("response.failed");
    JsonObject response = last(events).getJsonObject("response");
    assertThat(response.getString("status")).isEqualTo("failed");
    assertThat(response.getJsonObject("error").getString("code")).isEqualTo(code);
  }

  @Test
  void tellsHowToSteerAfterAMisalignment() throws Exception {
    JsonObject error =
        last(events(stream(PracticeFault.POLICY.key(), "gpt-4o")))
            .getJsonObject("response")
            .getJsonObject("error");

    assertThat(error.getJsonObject("misalignment").getJsonObject("steer").getString("message"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CUT", "RESET"})
  void breaksTheConnectionInTheMiddle(PracticeFault fault) {
    assertThatThrownBy(() -> stream(fault.key(), "gpt-4o")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CUT_BEFORE_FINISH", "GARBAGE"})
  void endsWithoutALastEvent(PracticeFault fault) throws Exception {
    HttpResponse<String> response = stream(fault.key(), "gpt-4o");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("response.output_text.delta")
        .doesNotContain("response.completed", "response.failed", "response.incomplete");
  }

  @Test
  void sendsAFlatError() throws Exception {
    HttpResponse<String> response = stream(PracticeFault.FLAT_ERROR.key(), "gpt-4o");

    JsonObject error = last(events(response));
    assertThat(response.body()).contains("event: error\n");
    assertThat(error.getString("type")).isEqualTo("error");
    assertThat(error.getString("code")).isEqualTo("rate_limit_exceeded");
    assertThat(error).doesNotContainKey("error");
  }

  @Test
  void refusesInsteadOfAnswering() throws Exception {
    List<JsonObject> events = events(stream(PracticeFault.REFUSAL.key(), "gpt-4o"));

    assertThat(types(events))
        .contains("response.refusal.delta", "response.refusal.done")
        .doesNotContain("response.output_text.delta");
    assertThat(last(events).getString("type")).isEqualTo("response.completed");
    JsonObject part =
        last(events)
            .getJsonObject("response")
            .getJsonArray("output")
            .getJsonObject(0)
            .getJsonArray("content")
            .getJsonObject(0);
    assertThat(part.getString("type")).isEqualTo("refusal");
    assertThat(part.getString("refusal")).isEqualTo(deltas(events, "response.refusal.delta", 0));
  }

  @Test
  void callsAFunctionThatWasNotOffered() throws Exception {
    List<JsonObject> events = events(stream(PracticeFault.TOOL_CALL.key(), "gpt-4o"));

    assertThat(types(events))
        .contains("response.function_call_arguments.delta")
        .doesNotContain("response.output_text.delta");
    assertThat(
            last(events)
                .getJsonObject("response")
                .getJsonArray("output")
                .getJsonObject(0)
                .getString("type"))
        .isEqualTo("function_call");
  }

  @Test
  void completesWithoutAText() throws Exception {
    List<JsonObject> events = events(stream(PracticeFault.EMPTY_ANSWER.key(), "gpt-6.2-sol"));

    assertThat(last(events).getString("type")).isEqualTo("response.completed");
    assertThat(last(events).getJsonObject("response").getJsonArray("output")).hasSize(1);
  }

  @Test
  void commentsBeforeItAnswers() throws Exception {
    List<JsonObject> events = events(stream(PracticeFault.COMMENTARY.key(), "gpt-6.2-sol"));

    List<JsonObject> output =
        last(events).getJsonObject("response").getJsonArray("output").getValuesAs(JsonObject.class);
    assertThat(output.stream().map(item -> item.getString("phase", "")))
        .containsExactly("", "commentary", "final_answer");
    assertThat(deltas(events, "response.output_text.delta", 1)).isEqualTo(text(output.get(1)));
    assertThat(deltas(events, "response.output_text.delta", 2))
        .isEqualTo(text(output.get(2)))
        .startsWith("## A practice answer");
  }

  @Test
  void sendsEventsAndItemsThatNobodyKnows() throws Exception {
    List<JsonObject> events = events(stream(PracticeFault.UNKNOWN_EVENTS.key(), "gpt-4o"));

    assertThat(types(events)).contains("keepalive", "response.hologram.delta");
    List<JsonObject> output =
        last(events).getJsonObject("response").getJsonArray("output").getValuesAs(JsonObject.class);
    assertThat(output.get(0).getString("type")).isEqualTo("hologram_call");
    assertThat(deltas(events, "response.output_text.delta", 1)).isEqualTo(text(output.get(1)));
  }

  @Test
  void leavesOutEventLinesAsLiteLlmDoes() throws Exception {
    String body = stream(PracticeFault.NO_EVENT_LINES.key(), "gpt-4o").body();

    assertThat(body).doesNotContain("event:").endsWith("\n\ndata: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "no-responses, /v1/responses, 404",
    "no-responses, /v1/responses/input_tokens, 404",
    "no-responses, /v1/chat/completions, 200",
    "no-chat, /v1/chat/completions, 404",
    "no-chat, /v1/responses, 200",
    "no-api, /v1/chat/completions, 404",
    "no-api, /v1/responses, 404"
  })
  void hasServersWithOneApi(String fault, String path, int status) throws Exception {
    JsonObjectBuilder body =
        path.contains("chat") ? PracticeClient.chat("gpt-4o", "Hello") : question("gpt-4o");

    HttpResponse<String> response = client.post(path, "sk-practice-" + fault, body);

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 404) {
      assertThat(response.body()).isEqualTo("{\"detail\":\"Not Found\"}");
    }
  }

  @Test
  void losesResponsesAfterTheFirstRequest() throws Exception {
    String key = PracticeFault.NO_RESPONSES_LATER.key("one");

    assertThat(client.post("/v1/responses", key, question("gpt-4o")).statusCode()).isEqualTo(200);
    assertThat(client.post("/v1/responses", key, question("gpt-4o")).statusCode()).isEqualTo(404);
  }

  @Test
  void answersAnErrorWithAStreamOfEvents() throws Exception {
    HttpResponse<String> response = stream(PracticeFault.EVENT_STREAM_ERROR.key(), "gpt-4o");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().allValues("content-type"))
        .containsExactly("text/event-stream; charset=utf-8");
    assertThat(response.body()).startsWith("data: {\"error\":").endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6.2-sol, '{\"reasoning\":{\"effort\":\"none\"}}', reasoning.effort, unsupported_value",
    "gpt-6.2-sol, '{\"temperature\":1}', temperature, unsupported_parameter",
    "gpt-4o, '{\"reasoning\":{\"effort\":\"low\"}}', reasoning.effort, unsupported_parameter",
    "gpt-4o, '{\"reasoning\":{\"summary\":\"auto\"}}', reasoning.summary, unsupported_parameter",
    "gpt-4o, '{\"max_output_tokens\":8}', max_output_tokens, integer_below_min_value",
    "gpt-4o, '{\"max_completion_tokens\":80}', max_completion_tokens, unsupported_parameter",
    "gpt-4o, '{\"messages\":[]}', messages, unsupported_parameter",
    "gpt-4o, '{\"seed\":1}', seed, unknown_parameter",
    "gpt-4o, '{\"previous_response_id\":\"resp_1\"}', previous_response_id, previous_response_not_found",
    "o1-mini, '{}', model, model_not_found",
    "text-embedding-3-small, '{}', model, model_not_found"
  })
  void refusesWhatOpenAiRefuses(String model, String members, String param, String code)
      throws Exception {
    JsonObjectBuilder request = question(model).addAll(Json.createObjectBuilder(json(members)));

    HttpResponse<String> response = client.post("/v1/responses", FAST, request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).getString("param")).isEqualTo(param);
    assertThat(error(response).getString("code")).isEqualTo(code);
  }

  @Test
  void namesTheEffortsThatTheModelHas() throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/responses",
            FAST,
            question("gpt-6.2-sol")
                .add("reasoning", Json.createObjectBuilder().add("effort", "none")));

    assertThat(error(response).getString("message"))
        .isEqualTo(
            "Unsupported value: 'none' is not supported with the 'gpt-6.2-sol-2026-11-17' model."
                + " Supported values are: 'low', 'medium', 'high', 'xhigh', and 'max'.");
  }

  @Test
  void hasTheEffortMax() throws Exception {
    assertThat(
            client
                .post(
                    "/v1/responses",
                    FAST,
                    question("gpt-6-luna")
                        .add("reasoning", Json.createObjectBuilder().add("effort", "max")))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "unverified, gpt-6.2-sol, reasoning.summary, unsupported_value",
    "future-models, gpt-6.3-vega, reasoning.summary, unsupported_parameter"
  })
  void refusesSummaries(String fault, String model, String param, String code) throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/responses",
            "sk-practice-" + fault,
            question(model).add("reasoning", Json.createObjectBuilder().add("summary", "auto")));

    assertThat(error(response).getString("param")).isEqualTo(param);
    assertThat(error(response).getString("code")).isEqualTo(code);
  }

  @Test
  void countsTheTokensOfAnInput() throws Exception {
    JsonObject count =
        json(client.post("/v1/responses/input_tokens", FAST, question("gpt-6-luna")));
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6-luna")));

    assertThat(count.getString("object")).isEqualTo("response.input_tokens");
    assertThat(count.getInt("input_tokens"))
        .isEqualTo(answer.getJsonObject("usage").getInt("input_tokens"));
  }

  @Test
  void acceptsItsReasoningBack() throws Exception {
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6.2-sol")));

    HttpResponse<String> next =
        client.post("/v1/responses", FAST, continued("gpt-6.2-sol", "Hello", answer));

    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(json(next).getJsonArray("input_transformations")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6.2-sol, Hello!, fast, prefix_mismatch",
    "gpt-6.2-astra, Hello, fast, model_mismatch",
    "gpt-6.2-sol, Hello, fast-other, organization_mismatch"
  })
  void dropsReasoningThatDoesNotFit(String model, String edited, String key, String reason)
      throws Exception {
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6.2-sol")));

    JsonObject next =
        json(client.post("/v1/responses", "sk-practice-" + key, continued(model, edited, answer)));

    JsonObject removed = next.getJsonArray("input_transformations").getJsonObject(0);
    assertThat(removed.getString("action")).isEqualTo("removed");
    assertThat(removed.getString("reason")).isEqualTo(reason);
    assertThat(removed.getString("id"))
        .isEqualTo(answer.getJsonArray("output").getJsonObject(0).getString("id"));
  }

  @Test
  void keepsReasoningOfOlderModelsAfterAnEdit() throws Exception {
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6-luna")));

    JsonObject next =
        json(client.post("/v1/responses", FAST, continued("gpt-6-luna", "Hello!", answer)));

    assertThat(next.getJsonArray("input_transformations")).isEmpty();
  }

  @Test
  void refusesReasoningOfWhichACharacterWasChanged() throws Exception {
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6.2-sol")));
    String content = answer.getJsonArray("output").getJsonObject(0).getString("encrypted_content");
    int middle = content.length() / 2;
    char other = content.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = content.substring(0, middle) + other + content.substring(middle + 1);

    HttpResponse<String> response =
        client.post(
            "/v1/responses",
            FAST,
            Json.createObjectBuilder()
                .add("model", "gpt-6.2-sol")
                .add(
                    "input",
                    Json.createArrayBuilder()
                        .add(message("user", "Hello"))
                        .add(
                            Json.createObjectBuilder(answer.getJsonArray("output").getJsonObject(0))
                                .add("encrypted_content", changed))
                        .add(message("assistant", "Hi"))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).getString("code")).isEqualTo("invalid_encrypted_content");
  }

  @Test
  void refusesReasoningThatWasTakenTooEarly() throws Exception {
    List<JsonObject> events = events(stream(FAST, "gpt-6.2-sol"));
    JsonObject early =
        events.stream()
            .filter(event -> event.getString("type").equals("response.output_item.added"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("item");

    HttpResponse<String> response =
        client.post(
            "/v1/responses",
            FAST,
            Json.createObjectBuilder()
                .add("model", "gpt-6.2-sol")
                .add(
                    "input",
                    Json.createArrayBuilder()
                        .add(message("user", "Hello"))
                        .add(early)
                        .add(message("assistant", "Hi"))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).getString("code")).isEqualTo("invalid_encrypted_content");
    assertThat(error(response).getString("message"))
        .startsWith("The encrypted content gAAA...")
        .contains("could not be verified");
  }

  @Test
  void refusesReasoningWithoutTheAnswerThatFollowedIt() throws Exception {
    JsonObject answer = json(client.post("/v1/responses", FAST, question("gpt-6.2-sol")));
    JsonObject reasoning = answer.getJsonArray("output").getJsonObject(0);

    HttpResponse<String> response =
        client.post(
            "/v1/responses",
            FAST,
            Json.createObjectBuilder()
                .add("model", "gpt-6.2-sol")
                .add(
                    "input",
                    Json.createArrayBuilder()
                        .add(message("user", "Hello"))
                        .add(reasoning)
                        .add(message("user", "Again"))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).getString("message"))
        .endsWith("of type 'reasoning' was provided without its required following item.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses"})
  void remembersTheItemsOfTheInput(String path) throws Exception {
    String key = PracticeFault.FAST.key(path.replace('/', '-'));
    String name = path.contains("chat") ? "messages" : "input";
    JsonArrayBuilder input =
        Json.createArrayBuilder()
            .add(message("developer", "Be kind."))
            .add(message("user", "Hello"));
    client.post(path, key, Json.createObjectBuilder().add("model", "gpt-4o").add(name, input));

    JsonObject request = request(key);

    assertThat(request.getString("path")).isEqualTo(path);
    assertThat(request.getJsonObject("parameters")).isEmpty();
    List<JsonObject> items = request.getJsonArray("input").getValuesAs(JsonObject.class);
    assertThat(items.stream().map(item -> item.getString("role")))
        .containsExactly("developer", "user");
    assertThat(items.stream().map(item -> item.getInt("length"))).containsExactly(8, 5);
    assertThat(items.get(0).getString("hash")).isNotEqualTo(items.get(1).getString("hash"));
    assertThat(request.getJsonArray("messages").getJsonObject(1).getString("content"))
        .isEqualTo("Hello");
  }

  private static JsonObject request(String key) throws Exception {
    return json(client.get("/__practice/requests", key))
        .getJsonArray("requests")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(
            entry -> entry.getString("keyFingerprint").equals(PracticeUpstream.fingerprint(key)))
        .findFirst()
        .orElseThrow();
  }

  private static HttpResponse<String> stream(String key, String model) throws Exception {
    JsonObjectBuilder request = question(model).add("stream", true).add("store", false);
    if (model.startsWith("gpt-6")) {
      request.add("reasoning", Json.createObjectBuilder().add("summary", "auto"));
    }
    return client.post("/v1/responses", key, request);
  }

  private static JsonObjectBuilder question(String model) {
    return Json.createObjectBuilder()
        .add("model", model)
        .add("input", Json.createArrayBuilder().add(message("user", "Hello")));
  }

  private static JsonObjectBuilder continued(String model, String first, JsonObject answer) {
    JsonArrayBuilder input = Json.createArrayBuilder().add(message("user", first));
    answer.getJsonArray("output").forEach(input::add);
    return Json.createObjectBuilder()
        .add("model", model)
        .add("input", input.add(message("user", "And now?")));
  }

  private static List<String> types(List<JsonObject> events) {
    return events.stream().map(event -> event.getString("type")).toList();
  }

  private static JsonObject last(List<JsonObject> events) {
    return events.get(events.size() - 1);
  }

  private static String deltas(List<JsonObject> events, String type, int outputIndex) {
    return events.stream()
        .filter(event -> event.getString("type").equals(type))
        .filter(event -> event.getInt("output_index") == outputIndex)
        .map(event -> event.getString("delta"))
        .collect(Collectors.joining());
  }

  private static String text(JsonObject message) {
    return message.getJsonArray("content").getJsonObject(0).getString("text");
  }
}
