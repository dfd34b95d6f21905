package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.KeyReport;
import com.uru.chatbot.model.KeyReport.Finding;
import com.uru.chatbot.model.KeyReport.Headroom;
import com.uru.chatbot.model.KeyReport.RateWindow;
import com.uru.chatbot.model.KeyReport.Severity;
import com.uru.chatbot.model.ListedModel;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.openai.ScriptedUpstream.Request;
import com.uru.chatbot.openai.ScriptedUpstream.Script;
import com.uru.chatbot.openai.doctor.OpenAiKeyDoctor;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of a key finds, and what it costs: calls, tokens and time. */
@Timeout(60)
class OpenAiKeyDoctorTest {
  /** Less than the other timeouts here, so that the check has ended by its own. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration TIME_OF_A_CHECK = Duration.ofMillis(1500);
  private static final int MAX_CALLS = 4;
  private static final int MAX_TOKENS = 20;

  /** The question and what the provider adds around it. */
  private static final int QUESTION_TOKENS = 8;

  private static final String PROJECT_KEY = "sk-proj-0123456789abcdef";
  private static final String LIMITS =
      String.join(
          "\r\n",
          "x-ratelimit-limit-requests: 500",
          "x-ratelimit-remaining-requests: 499",
          "x-ratelimit-reset-requests: 120ms",
          "x-ratelimit-limit-tokens: 200000",
          "x-ratelimit-remaining-tokens: 188400",
          "x-ratelimit-reset-tokens: 1m2s",
          "");
  private static final String FIRST_EVENT = "data: {\"choices\":[{\"delta\":{}}]}\n\n";

  private static final Set<ProblemCode> FATAL =
      EnumSet.of(
          ProblemCode.PROVIDER_KEY_INVALID,
          ProblemCode.PROVIDER_ACCESS_DENIED,
          ProblemCode.PROVIDER_REGION,
          ProblemCode.PROVIDER_QUOTA_EXCEEDED,
          ProblemCode.PROVIDER_RATE_LIMITED);

  private final ModelCatalog catalog =
      ModelCatalog.builtIn(Clock.fixed(Instant.parse("2026-11-28T10:00:00Z"), ZoneOffset.UTC));
  private ScriptedUpstream upstream;
  private UpstreamConnections connections;
  private OpenAiKeyDoctor doctor;

  /** Loads the classes, which takes longer than a check where other tests run at the same time. */
  @BeforeAll
  static void warmUp() throws IOException {
    OpenAiKeyDoctorTest first = new OpenAiKeyDoctorTest();
    first.start();
    first.upstream.answers(models("gpt-6-luna"));
    try (ProviderKey key = new ProviderKey(PROJECT_KEY.toCharArray())) {
      first.doctor.check(key);
    } catch (DomainException tooSlow) {
      // The next check finds the classes loaded.
    } finally {
      first.stop();
    }
  }

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    OpenAiSettings settings = new OpenAiSettings(upstream.baseUrl(), LONG, LONG, LONG, LONG);
    connections = UpstreamFixtures.connections(settings);
    UpstreamHosts hosts = UpstreamFixtures.hosts(settings, "bearer", regionalHost());
    doctor = new OpenAiKeyDoctor(connections, hosts, catalog, settings);
  }

  @AfterEach
  void stop() throws IOException {
    connections.close();
    upstream.close();
  }

  @Test
  void tellsKindModelsAndHeadroomOfAGoodKey() {
    upstream.answers(models("gpt-6-luna", "gpt-6.2-sol", "text-embedding-3-large"));

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.models())
        .extracting(ListedModel::id)
        .containsExactly("gpt-6-luna", "gpt-6.2-sol", "text-embedding-3-large");
    assertThat(report.headroom())
        .isEqualTo(
            new Headroom(new RateWindow(500, 499, 0.12), new RateWindow(200_000, 188_400, 62.0)));
    assertThat(report.host()).isNull();
    assertThat(codes(report)).containsExactly("key_kind");
    assertThat(report.findings().get(0).title()).isEqualTo("Project key of a user");
    assertThat(paths()).containsExactly("GET /v1/models", "POST /v1/chat/completions");
    assertThat(upstream.requests().get(0).head())
        .containsIgnoringCase("\r\nAuthorization: Bearer " + PROJECT_KEY + "\r\n")
        .containsIgnoringCase("\r\nAccept: application/json\r\n");
  }

  @Test
  void asksTheCheapestModelWithTheSmallestEffort() {
    upstream.answers(models("gpt-6.2-astra", "gpt-6.2-sol", "gpt-6-luna", "gpt-6.1-terra"));

    check(PROJECT_KEY);

    JsonObject question = json(upstream.requests().get(1).body());
    assertThat(question.getString("model")).isEqualTo("gpt-6-luna");
    assertThat(question.getString("reasoning_effort")).isEqualTo("none");
    assertThat(question.getInt("max_completion_tokens")).isLessThanOrEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "sk-svcacct-0123456789, Key of a service account",
    "sk-0123456789abcdefT3BlbkFJ, Key of another provider or gateway",
    "gateway-key-1, Key of another provider or gateway"
  })
  void tellsTheKindOfAKey(String key, String title) {
    upstream.answers(models("gpt-6-luna"));

    assertThat(check(key).findings().get(0).title()).isEqualTo(title);
  }

  @Test
  void refusesAnAdminKeyBeforeAnyCall() {
    DomainException problem = refusal("sk-admin-0123456789");

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
    assertThat(problem.title()).isEqualTo("This is an admin key");
    assertThat(problem.action()).contains("project key");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void followsTheHostOfTheRegionThatIsAllowed() {
    upstream.answers(
        connection -> {
          if (connection.request().head().contains("Host: " + regionalHost())) {
            models("gpt-6-luna").answer(connection);
          } else {
            connection.sendResponse("401 Unauthorized", wrongHost(regionalHost()));
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.host()).isEqualTo(regionalHost());
    assertThat(codes(report)).containsExactly("key_kind", "region");
    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  void namesTheHostOfARegionThatIsNotAllowed() {
    upstream.answers(
        connection -> connection.sendResponse("401 Unauthorized", wrongHost("eu.api.openai.com")));

    DomainException problem = refusal(PROJECT_KEY);

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_REGION);
    assertThat(problem.members()).containsEntry("host", "eu.api.openai.com");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void acceptsAKeyThatMayNotListModels() {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            connection.sendResponse(
                "403 Forbidden",
                error("You have insufficient permissions. Missing scopes: api.model.read.", null));
          } else {
            answer(connection);
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.models()).isNull();
    assertThat(report.headroom()).isNotNull();
    Finding finding = warning(report);
    assertThat(finding.code()).isEqualTo("models_not_listed");
    assertThat(finding.detail()).contains("api.model.read");
    assertThat(finding.link()).startsWith("https://platform.openai.com/");
  }

  @Test
  void neverQuotesAKeyThatIsRefused() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "401 Unauthorized",
                error("Incorrect API key provided: " + PROJECT_KEY, "invalid_api_key")));

    DomainException problem = refusal(PROJECT_KEY);

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
    StringWriter printed = new StringWriter();
    problem.printStackTrace(new PrintWriter(printed));
    assertThat(printed + problem.detail()).doesNotContain(PROJECT_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 Not Found", "200 OK"})
  void acceptsAKeyOfAServerWithoutAListOfModels(String status) {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            connection.sendResponse(status, "<html>not here</html>");
          } else {
            answer(connection);
          }
        });

    KeyReport report = check("gateway-key-1");

    assertThat(report.models()).isNull();
    assertThat(codes(report)).containsExactly("key_kind", "models_not_listed");
    assertThat(report.findings()).allMatch(finding -> finding.severity() == Severity.INFO);
  }

  @Test
  void warnsOfAKeyWithoutAModelThatCanChat() {
    upstream.answers(models("text-embedding-3-large"));

    assertThat(warning(check(PROJECT_KEY)).code()).isEqualTo("models_none");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void triesAnotherModelWhenOneIsNotAvailable() {
    upstream.answers(
        connection -> {
          if (connection.request().body().contains("gpt-6-luna")) {
            connection.sendResponse(
                "404 Not Found", error("The model does not exist", "model_not_found"));
          } else {
            models("gpt-6-luna", "gpt-6.2-sol").answer(connection);
          }
        });

    assertThat(codes(check(PROJECT_KEY))).containsExactly("key_kind");
    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  void tellsThatTheOrganisationIsNotVerified() {
    upstream.answers(
        connection -> {
          if (connection.request().body().contains("\"stream\":true")) {
            connection.sendResponse(
                "400 Bad Request",
                "{\"error\":{\"message\":\"Your organization must be verified to stream this"
                    + " model.\",\"type\":\"invalid_request_error\",\"param\":\"stream\","
                    + "\"code\":\"unsupported_value\"}}");
          } else {
            models("gpt-6-luna").answer(connection);
          }
        });

    Finding finding = warning(check(PROJECT_KEY));

    assertThat(finding.code()).isEqualTo("organization_unverified");
    assertThat(finding.link()).contains("/settings/organization/general");
  }

  @Test
  void leavesOutAParameterThatTheModelRejects() {
    upstream.answers(
        connection -> {
          if (connection.request().body().contains("reasoning_effort")) {
            connection.sendResponse(
                "400 Bad Request",
                error("Unrecognized request argument supplied: reasoning_effort", null));
          } else {
            models("gpt-6-luna").answer(connection);
          }
        });

    assertThat(codes(check(PROJECT_KEY))).containsExactly("key_kind");
  }

  @Test
  void acceptsAKeyThatMayUseOnlyTheResponsesApi() {
    upstream.answers(
        connection -> {
          if (connection.request().head().contains("/chat/completions")) {
            connection.sendResponse(
                "401 Unauthorized",
                error("Missing scopes: api.chat_completions.write", "missing_scope"));
          } else {
            models("gpt-6-luna").answer(connection);
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(codes(report)).containsExactly("key_kind", "chat_completions_denied");
    assertThat(report.findings().get(1).detail()).contains("api.chat_completions.write");
    assertThat(json(upstream.requests().get(2).body()).getBoolean("store")).isFalse();
  }

  @Test
  void refusesAKeyThatMayAskNothing() {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            models("gpt-6-luna").answer(connection);
          } else {
            connection.sendResponse(
                "401 Unauthorized", error("Missing scopes: model.request", "missing_scope"));
          }
        });

    assertThat(refusal(PROJECT_KEY).members()).containsEntry("missingScope", "model.request");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void warnsWhenOnlyTheQuestionIsNotAnswered(boolean silent) {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            models("gpt-6-luna").answer(connection);
          } else if (silent) {
            connection.awaitClientGone();
          } else {
            connection.sendResponse("503 Service Unavailable", "");
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.models()).hasSize(1);
    assertThat(warning(report).code()).isEqualTo("answer_not_checked");
  }

  @Test
  void acceptsAStreamThatHasBegunInTime() {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            models("gpt-6-luna").answer(connection);
          } else {
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            connection.send(FIRST_EVENT);
            connection.awaitClientGone();
          }
        });

    assertThat(codes(check(PROJECT_KEY))).containsExactly("key_kind");
  }

  @Test
  void asksInTheTimeThatAHangingListLeaves() {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            connection.awaitClientGone();
          } else {
            answer(connection);
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.models()).isNull();
    assertThat(warning(report).code()).isEqualTo("models_not_listed");
  }

  @Test
  void asksForTheListAgainIfOnlyTheFirstCallWasLate() {
    AtomicBoolean late = new AtomicBoolean(true);
    upstream.answers(
        connection -> {
          if (isList(connection) && late.getAndSet(false)) {
            connection.awaitClientGone();
          } else if (isList(connection)) {
            models("gpt-6-luna").answer(connection);
          } else {
            answer(connection);
          }
        });

    KeyReport report = check(PROJECT_KEY);

    assertThat(report.models()).hasSize(1);
    assertThat(codes(report)).containsExactly("key_kind");
  }

  @Test
  void waitsLongerForTheFirstAnswerOfAllThanForOneThatTellsMore() {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            connection.awaitClientGone();
          } else {
            pause(TIME_OF_A_CHECK);
            answer(connection);
          }
        });

    assertThat(codes(check(PROJECT_KEY))).containsExactly("key_kind", "models_not_listed");
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void reportsAProviderThatIsSilent() {
    upstream.answers(Connection::awaitClientGone);

    assertThat(refusal(PROJECT_KEY).code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
  }

  @Test
  void handlesEightHundredModels() {
    String[] ids =
        Stream.iterate(0, i -> i + 1).limit(800).map(i -> "m-" + i).toArray(String[]::new);
    upstream.answers(models(ids));

    assertThat(check(PROJECT_KEY).models()).hasSize(800);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("com.uru.chatbot.openai.ErrorFixture#all")
  void tellsWhyAKeyThatListsModelsCannotAnswer(ErrorFixture fixture) {
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            models("gpt-6-luna").answer(connection);
          } else {
            fixture.play(connection);
          }
        });

    boolean aboutTheKey =
        !fixture.name().contains("must-be-verified") && !fixture.name().equals("407-proxy.http");
    if (aboutTheKey && FATAL.contains(fixture.problem())) {
      DomainException problem = refusal(PROJECT_KEY);
      assertThat(problem.code()).isEqualTo(fixture.problem());
      for (String words : fixture.says()) {
        assertThat(problem.title() + " " + problem.detail() + " " + problem.action())
            .containsIgnoringCase(words);
      }
    } else {
      assertThat(check(PROJECT_KEY).models()).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("com.uru.chatbot.openai.ErrorFixture#all")
  void neverRefusesAKeyThatAnswersBecauseOfTheListAlone(ErrorFixture fixture) {
    boolean keyIsRefused =
        fixture.problem() == ProblemCode.PROVIDER_KEY_INVALID
            || fixture.problem() == ProblemCode.PROVIDER_REGION;
    upstream.answers(
        connection -> {
          if (isList(connection)) {
            fixture.play(connection);
          } else {
            answer(connection);
          }
        });

    if (keyIsRefused) {
      assertThat(refusal(PROJECT_KEY).code()).isEqualTo(fixture.problem());
    } else {
      KeyReport report = check(PROJECT_KEY);
      assertThat(report.models()).isNull();
      assertThat(codes(report)).contains("models_not_listed");
    }
  }

  private KeyReport check(String text) {
    long start = System.nanoTime();
    try (ProviderKey key = new ProviderKey(text.toCharArray())) {
      return doctor.check(key);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
      assertThat(upstream.requests()).hasSizeLessThanOrEqualTo(MAX_CALLS);
      assertThat(upstream.requests().stream().mapToInt(OpenAiKeyDoctorTest::tokens).max().orElse(0))
          .isLessThanOrEqualTo(MAX_TOKENS);
    }
  }

  private DomainException refusal(String key) {
    return catchThrowableOfType(DomainException.class, () -> check(key));
  }

  /** Tokens that the provider would charge at most; the greeting of the Responses API is short. */
  private static int tokens(Request request) {
    if (request.body().isEmpty()) {
      return 0;
    }
    JsonObject question = json(request.body());
    int limit = question.getInt("max_completion_tokens", question.getInt("max_tokens", 0));
    return QUESTION_TOKENS + limit;
  }

  private List<String> paths() {
    return upstream.requests().stream()
        .map(request -> request.head().substring(0, request.head().indexOf(" HTTP")))
        .toList();
  }

  private static List<String> codes(KeyReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }

  private static Finding warning(KeyReport report) {
    List<Finding> warnings =
        report.findings().stream()
            .filter(finding -> finding.severity() == Severity.WARNING)
            .toList();
    assertThat(warnings).hasSize(1);
    return warnings.get(0);
  }

  private String regionalHost() {
    return "localhost:" + upstream.baseUrl().getPort();
  }

  private static boolean isList(Connection connection) {
    return connection.request().head().startsWith("GET ");
  }

  /** A server that lists these models and answers every question. */
  private static Script models(String... ids) {
    StringBuilder list = new StringBuilder("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < ids.length; i++) {
      list.append(i == 0 ? "" : ",").append("{\"id\":\"").append(ids[i]).append("\"}");
    }
    list.append("]}");
    return connection -> {
      if (isList(connection)) {
        connection.sendResponse("200 OK\r\nContent-Type: application/json", list.toString());
      } else {
        answer(connection);
      }
    };
  }

  private static void answer(Connection connection) throws IOException {
    connection.sendResponse("200 OK\r\n" + LIMITS + "Content-Type: text/event-stream", FIRST_EVENT);
  }

  private static String wrongHost(String host) {
    return error(
        "Attempted to access resource with incorrect regional hostname. Please make your request to "
            + host,
        "incorrect_hostname");
  }

  private static String error(String message, @Nullable String code) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":%s}}"
        .formatted(message, code == null ? "null" : '"' + code + '"');
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
