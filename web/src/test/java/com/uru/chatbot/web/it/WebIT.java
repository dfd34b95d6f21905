package com.uru.chatbot.web.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.db.DatabaseMigration;
import com.uru.chatbot.db.DatabaseRoles;
import com.uru.chatbot.serverkey.ServerKeysFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every request, whatever it asks for: problems, headers, pages, operations. */
@ArquillianTest
@RunAsClient
class WebIT {
  private static final String OWNER_PASSWORD = "owner";
  private static final String LOGIN = "/api/v1/auth/login";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable EmbeddedPostgres postgres;

  @ArquillianResource
  @SuppressWarnings("NullAway.Init")
  URI base;

  /** The server is started after this, and finds the database and the keys there. */
  @Deployment(testable = false)
  static WebArchive archive() throws IOException, SQLException {
    String archive = System.getProperty("it.archive");
    if (postgres == null) {
      postgres = EmbeddedPostgres.builder().setPort(Integer.getInteger("it.database.port")).start();
      try (Connection superuser = postgres.getPostgresDatabase().getConnection()) {
        DatabaseRoles.create(superuser, OWNER_PASSWORD, System.getenv("URU_DATABASE_PASSWORD"));
      }
      DatabaseMigration.migrate(
          System.getenv("URU_DATABASE_URL"),
          DatabaseRoles.OWNER,
          OWNER_PASSWORD,
          DatabaseRoles.APPLICATION);
      Path keys = Path.of(System.getenv("URU_SERVER_KEYS_FILE"));
      Files.createDirectories(keys.getParent());
      Files.deleteIfExists(keys);
      ServerKeysFile.generate(keys);
    }
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File(archive));
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|malformed_json",
        "[]|malformed_json",
        "''|malformed_json",
        "{\"email\": 1, \"password\": \"x\"}|validation_failed",
        "{\"email\": \"a@b.example\", \"pasword\": \"x\"}|validation_failed"
      })
  void refusesABodyThatIsNotTheExpectedJson(String body, String code) throws Exception {
    HttpResponse<String> response = post(LOGIN, "application/json", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response).getString("code")).isEqualTo(code);
  }

  @Test
  void namesTheFieldsThatAreNotValid() throws Exception {
    HttpResponse<String> response =
        post(LOGIN, "application/json", "{\"email\": \"a@b.example\", \"pasword\": \"x\"}");

    assertThat(problem(response).getJsonArray("violations").getJsonObject(0).getString("field"))
        .isEqualTo("pasword");
  }

  @Test
  void refusesOtherMediaTypes() throws Exception {
    HttpResponse<String> response = post(LOGIN, "text/plain", "{}");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(problem(response).getString("code")).isEqualTo("unsupported_media_type");
  }

  @Test
  void tellsTheAllowedMethods() throws Exception {
    HttpResponse<String> response = send(request(LOGIN).DELETE());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(problem(response).getString("code")).isEqualTo("method_not_allowed");
    assertThat(response.headers().firstValue("Allow"))
        .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
  }

  @Test
  void refusesALargeBodyThatTellsItsLength() throws Exception {
    HttpResponse<String> response = post(LOGIN, "application/json", "x".repeat(1_100_000));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(problem(response).getString("code")).isEqualTo("payload_too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer x", "Bearer x.y.z", "Bearer eyJhbGciOiJub25lIn0.e30."})
  void refusesABadAccessTokenAsAProblem(String authorization) throws Exception {
    HttpResponse<String> response =
        send(request("/api/v1/me").header("Authorization", authorization));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(problem(response).getString("code")).isEqualTo("unauthenticated");
    assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
  }

  @Test
  void tellsProgramsWhichLimitWasReachedAndWhenToComeAgain() throws Exception {
    HttpResponse<String> response = register();
    for (int i = 0; i < 3; i++) {
      assertThat(response.statusCode()).isEqualTo(201);
      response = register();
    }

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(problem(response).getString("code")).isEqualTo("rate_limited");
    assertThat(problem(response).getString("action")).isNotBlank();
    assertThat(response.headers().firstValue("RateLimit-Limit")).hasValue("3");
    assertThat(response.headers().firstValue("RateLimit-Remaining")).hasValue("0");
    assertThat(response.headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(1_000L, 1_200L)
        .isEqualTo(response.headers().firstValueAsLong("RateLimit-Reset").orElseThrow());
  }

  private HttpResponse<String> register() throws Exception {
    return send(
        request("/api/v1/auth/register")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"email": "%s@example.org", "password": "correct horse 42", "displayName": "A"}
                    """
                        .formatted(UUID.randomUUID()))));
  }

  @Test
  void wantsSomebodySignedIn() throws Exception {
    HttpResponse<String> response = send(request("/api/v1/me"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/api/nothing",
        "/api/v1/application.wadl",
        "/assets/nothing.js",
        "/WEB-INF/web.xml",
        "/WEB-INF/problem",
        "/WEB-INF/ui/index.html",
        "/META-INF/MANIFEST.MF"
      })
  void hasNoSuchThing(String path) throws Exception {
    HttpResponse<String> response = send(request(path));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(problem(response).getString("code")).isEqualTo("not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/me",
        "/nothing",
        "/WEB-INF/web.xml",
        "/health/ready",
        "/favicon.svg"
      })
  void protectsEveryResponse(String path) throws Exception {
    HttpResponse<String> response = send(request(path));

    assertThat(response.headers().map())
        .containsKeys(
            "content-security-policy",
            "strict-transport-security",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "x-request-id")
        .doesNotContainKeys("server", "x-powered-by", "x-frame-options");
  }

  @Test
  void neverLetsAnAnswerOfTheApiBeStored() throws Exception {
    assertThat(send(request("/api/v1/me")).headers().firstValue("Cache-Control"))
        .hasValue("no-store");
  }

  @Test
  void keepsTheRequestIdOfAProxy() throws Exception {
    HttpResponse<String> response =
        send(request("/api/v1/me").header("X-Request-Id", "edge-0123456789"));

    assertThat(response.headers().firstValue("X-Request-Id")).hasValue("edge-0123456789");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/c/0193a0f4-0000-7000-8000-000000000001", "/sign-in", "/settings/key"})
  void answersPagesWithTheApplication(String page) throws Exception {
    HttpResponse<String> response = send(request(page).header("Accept", "text/html"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("<div id=\"root\">");
  }

  @Test
  void compressesAndRemembersTheFilesOfTheApplication() throws Exception {
    String script = send(request("/")).body().replaceFirst("(?s).*?(/assets/[^\"]+\\.js).*", "$1");

    HttpResponse<String> first = send(request(script).header("Accept-Encoding", "gzip, br"));
    HttpResponse<String> second =
        send(
            request(script)
                .header("Accept-Encoding", "gzip, br")
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Encoding")).hasValue("br");
    assertThat(first.headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    assertThat(second.statusCode()).isEqualTo(304);
  }

  @Test
  void isReadyWithItsDatabase() throws Exception {
    assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
    assertThat(send(request("/health/started")).statusCode()).isEqualTo(200);
    HttpResponse<String> ready = send(request("/health/ready"));
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(json(ready).getJsonArray("checks").getValuesAs(JsonObject.class))
        .extracting(check -> check.getString("name"))
        .containsExactlyInAnyOrder("database", "draining", "warm-up");
  }

  @Test
  void describesItsApi() throws Exception {
    JsonObject api = json(send(request("/openapi").header("Accept", "application/json")));

    assertThat(api.getJsonObject("paths"))
        .containsKeys("/api/v1/auth/login", "/api/v1/me", "/api/v1/conversations/{id}/generations");
    JsonObject schemas = api.getJsonObject("components").getJsonObject("schemas");
    assertThat(schemas).containsKey("Problem").doesNotContainKey("PatchField");
    assertThat(
            api.getJsonObject("paths")
                .getJsonObject("/api/v1/auth/login")
                .getJsonObject("post")
                .getJsonObject("responses"))
        .containsOnlyKeys("2XX", "default");
    assertThat(send(request("/docs")).body()).contains("API reference");
  }

  @Test
  void showsMetricsToThoseWhoKnowThePassword() throws Exception {
    String credentials =
        Base64.getEncoder()
            .encodeToString("metrics:metrics password".getBytes(StandardCharsets.UTF_8));

    assertThat(send(request("/metrics")).statusCode()).isEqualTo(401);
    assertThat(
            send(request("/metrics").header("Authorization", "Basic " + credentials)).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> post(String path, String mediaType, String body) throws Exception {
    BodyPublisher publisher = BodyPublishers.ofString(body);
    return send(request(path).header("Content-Type", mediaType).POST(publisher));
  }

  /** Like the application's own requests, which come from the same origin. */
  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Uru-Client", "web");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject problem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return json(response);
  }

  private static JsonObject json(HttpResponse<String> response) {
    return Json.createReader(new StringReader(response.body())).readObject();
  }
}
