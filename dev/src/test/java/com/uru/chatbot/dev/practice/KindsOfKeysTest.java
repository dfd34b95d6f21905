package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeClient.chat;
import static com.uru.chatbot.dev.practice.PracticeClient.error;
import static com.uru.chatbot.dev.practice.PracticeClient.json;
import static com.uru.chatbot.dev.practice.PracticeClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class KindsOfKeysTest {
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

  @ParameterizedTest
  @CsvSource({
    "expired, 401, expired_api_key",
    "ip, 401, ip_not_authorized",
    "missing-scope, 401, missing_scope",
    "project-limit, 429, project_spend_limit_exceeded",
    "org-limit, 429, organization_spend_limit_exceeded",
    "usage-limit, 429, organization_usage_limit_exceeded",
    "no-credit, 429, credit_balance_exhausted",
    "slow-down, 429, slow_down",
    "overloaded, 503, server_is_overloaded"
  })
  void refusesAnswersAndTitles(String fault, int status, String code) throws Exception {
    String key = "sk-practice-" + fault;

    HttpResponse<String> answer =
        client.post("/v1/chat/completions", key, chat("gpt-6-luna", "Hello"));
    HttpResponse<String> title =
        client.post(
            "/v1/chat/completions",
            key,
            Json.createObjectBuilder()
                .add("model", "gpt-4o-mini")
                .add("max_completion_tokens", 24)
                .add(
                    "messages",
                    Json.createArrayBuilder().add(message("developer", "Write a title."))));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(error(answer).getString("code")).isEqualTo(code);
    assertThat(title.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"project-limit", "org-limit", "usage-limit", "no-credit"})
  void callsEveryLimitThatDoesNotPassInsufficientQuota(String fault) throws Exception {
    HttpResponse<String> response =
        client.post("/v1/chat/completions", "sk-practice-" + fault, chat("gpt-6-luna", "Hello"));

    assertThat(error(response).getString("type")).isEqualTo("insufficient_quota");
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
  }

  @Test
  void sendsTheHeadroomWithEveryAnswerAndRefusal() throws Exception {
    HttpResponse<String> refusal =
        client.post(
            "/v1/chat/completions", PracticeFault.NO_CREDIT.key(), chat("gpt-6-luna", "Hello"));

    assertThat(refusal.headers().map())
        .containsKeys("x-ratelimit-limit-tokens", "x-ratelimit-reset-requests");
    assertThat(client.get("/v1/models", PracticeFault.FAST.key()).headers().map())
        .containsKeys("x-ratelimit-limit-tokens", "x-ratelimit-reset-requests");
  }

  @Test
  void answersARestrictedKeyButDoesNotListItsModels() throws Exception {
    String key = PracticeFault.RESTRICTED.key();

    HttpResponse<String> list = client.get("/v1/models", key);

    assertThat(list.statusCode()).isEqualTo(401);
    assertThat(error(list).getString("code")).isEqualTo("missing_scope");
    assertThat(error(list).getString("message")).contains("Missing scopes: api.model.read.");
    assertThat(client.post("/v1/chat/completions", key, chat("gpt-6-luna", "Hi")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void writesAnErrorAsAStringForSomeRestrictedKeys() throws Exception {
    HttpResponse<String> list = client.get("/v1/models", PracticeFault.RESTRICTED_PLAIN.key());

    assertThat(list.statusCode()).isEqualTo(403);
    assertThat(json(list).get("error")).isInstanceOf(JsonString.class);
  }

  @Test
  void hasServersWithoutAListOfModels() throws Exception {
    String key = PracticeFault.NO_MODEL_LIST.key();

    assertThat(client.get("/v1/models", key).statusCode()).isEqualTo(404);
    assertThat(client.post("/v1/chat/completions", key, chat("gpt-6-luna", "Hi")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-practice-admin", "sk-admin-0123456789"})
  void refusesAdminKeys(String key) throws Exception {
    HttpResponse<String> list = client.get("/v1/models", key);
    HttpResponse<String> answer =
        client.post("/v1/chat/completions", key, chat("gpt-6-luna", "Hello"));

    assertThat(list.statusCode()).isEqualTo(401);
    assertThat(error(list).getString("message")).contains("api.model.read");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(error(answer).getString("message")).contains("model.request");
    assertThat(error(answer).isNull("code")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-proj-practice-no-credit-7", "sk-svcacct-practice-no-credit"})
  void knowsProjectAndServiceAccountKeys(String key) throws Exception {
    assertThat(client.get("/v1/models", key).statusCode()).isEqualTo(200);
    assertThat(
            error(client.post("/v1/chat/completions", key, chat("gpt-6-luna", "Hello")))
                .getString("code"))
        .isEqualTo("credit_balance_exhausted");
  }

  @Test
  void acceptsTheKeyInTheHeaderOfAzure() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(upstream.url() + "/v1/models"))
                .header("api-key", "sk-practice-hello"));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void namesTheHostOfARegionalKey() throws Exception {
    HttpResponse<String> response = client.get("/v1/models", PracticeFault.EU.key());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response).getString("code")).isEqualTo("incorrect_hostname");
    assertThat(error(response).getString("message"))
        .isEqualTo(
            "Attempted to access resource with incorrect regional hostname. Please make your"
                + " request to eu.api.openai.com");
    assertThat(json(response).getInt("status")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EU", "EU_LOOPBACK"})
  void answersARegionalKeyAtItsHost(PracticeFault fault) throws Exception {
    PracticeClient regional = new PracticeClient("http://" + upstream.regionalHost());

    assertThat(regional.get("/v1/models", fault.key()).statusCode()).isEqualTo(200);
    assertThat(
            regional
                .post("/v1/chat/completions", fault.key(), chat("gpt-6-luna", "Hello"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void namesAHostThatATestCanConnectTo() throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/chat/completions", PracticeFault.EU_LOOPBACK.key(), chat("gpt-6-luna", "Hello"));

    assertThat(error(response).getString("message"))
        .endsWith("Please make your request to " + upstream.regionalHost());
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6-luna, true, 400",
    "gpt-6-luna, false, 200",
    "o1, true, 400",
    "gpt-4o, true, 200"
  })
  void streamsReasoningModelsOnlyToVerifiedOrganizations(String model, boolean stream, int status)
      throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v1/chat/completions",
            PracticeFault.UNVERIFIED.key(),
            chat(model, "Hello").add("stream", stream));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 400) {
      JsonObject error = error(response);
      assertThat(error.getString("code")).isEqualTo("unsupported_value");
      assertThat(error.getString("param")).isEqualTo("stream");
      assertThat(error.getString("message")).contains("organization must be verified");
    }
  }

  @Test
  void remembersHostOrganizationAndProject() throws Exception {
    client.send(
        client
            .request("/v1/models", "sk-practice-headers")
            .header("OpenAI-Organization", "org-1")
            .header("OpenAI-Project", "proj_1"));

    JsonObject request =
        json(client.get("/__practice/requests", "sk-practice-x"))
            .getJsonArray("requests")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(
                entry ->
                    entry
                        .getString("keyFingerprint")
                        .equals(PracticeUpstream.fingerprint("sk-practice-headers")))
            .findFirst()
            .orElseThrow();

    assertThat(request.getString("organization")).isEqualTo("org-1");
    assertThat(request.getString("project")).isEqualTo("proj_1");
    assertThat("http://" + request.getString("host")).isEqualTo(upstream.url());
  }
}
