package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that attack: each is refused by one clear answer, or changes nothing. */
@ExtendWith(UruSystemExtension.class)
class HostileRequestsIT {
  private final UruSystem uru;
  private UruClient user;

  HostileRequestsIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  /** A request that a signed-in user may send. */
  record Write(String method, String path, String body) {
    Answer by(UruClient client) {
      return client.send(method, path, body, Map.of("Uru-Provider-Key", PracticeFault.FAST.key()));
    }

    Write with(String field, String value) {
      String begin = body.substring(0, body.length() - 1) + (body.equals("{}") ? "" : ",");
      return new Write(method, path, "%s\"%s\":%s}".formatted(begin, field, value));
    }
  }

  static Stream<Write> writes() {
    String conversation = UUID.randomUUID().toString();
    Question question = Question.first(conversation, "Hello", "gpt-4o");
    return Stream.of(
        new Write(
            "POST",
            "/auth/register",
            "{\"email\":\"%s@example.org\",\"password\":\"nine quiet rivers\",\"displayName\":\"A\"}"
                .formatted(conversation)),
        new Write("POST", "/auth/login", "{\"email\":\"a@example.org\",\"password\":\"x\"}"),
        new Write("POST", "/auth/password", "{\"token\":\"x\",\"password\":\"nine quiet rivers\"}"),
        new Write("PATCH", "/me", "{\"displayName\":\"Renamed\"}"),
        new Write("PUT", "/me/password", "{\"currentPassword\":\"x\",\"newPassword\":\"y\"}"),
        new Write("PUT", "/me/email", "{\"email\":\"b@example.org\",\"password\":\"x\"}"),
        new Write("DELETE", "/me", "{\"password\":\"x\"}"),
        new Write("POST", "/conversations", "{\"model\":\"gpt-4o\"}"),
        new Write(
            "POST",
            "/conversations/" + conversation + "/generations",
            question.toJson().toString()));
  }

  /** V9: nobody gives themselves a role, another tenant or another time. */
  @ParameterizedTest
  @MethodSource("writes")
  void refusesFieldsThatNobodyMaySet(Write write) {
    for (String field :
        List.of(
            "role",
            "roles",
            "groups",
            "tenantId",
            "tenant",
            "ownerId",
            "userId",
            "status",
            "emailVerified",
            "passwordHash",
            "createdAt",
            "version",
            "__proto__")) {
      write.with(field, "\"admin\"").by(user).expectProblem(400, "validation_failed");
    }
    JsonObject me = user.get("/me").expect(200).json();
    assertThat(me.getString("role")).isEqualTo("user");
    assertThat(me.getString("displayName")).isEqualTo("Test User");
  }

  /** V12. */
  @ParameterizedTest
  @MethodSource("writes")
  void refusesDocumentsThatAreHardToRead(Write write) {
    List<Write> hostile =
        List.of(
            write.with("deep", "[".repeat(200_000) + "]".repeat(200_000)),
            write.with("deep", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
            write.with("large", "1e999999999"),
            write.with("large", "9".repeat(100_000)),
            write.with("long", "\"" + "x".repeat(1_000_000) + "\""),
            write.with("same", "1").with("same", "2"));

    for (Write document : hostile) {
      assertThat(document.by(user).status()).isEqualTo(400);
    }
    user.get("/me").expect(200);
  }

  /** V1: what is asked of the server never says which host the server asks. */
  @Test
  void letsNoRequestChooseTheHostThatIsAsked() throws IOException {
    try (ServerSocket sentinel = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      String host = "127.0.0.1:" + sentinel.getLocalPort();
      String url = "http://" + host;
      String conversation = user.newConversation("gpt-4o");
      String path = "/conversations/" + conversation + "/generations";

      for (String name : List.of("X-Base-Url", "X-Api-Base", "X-Forwarded-Host", "Forwarded")) {
        ask(path, conversation, name, name.equals("Forwarded") ? "host=" + host : host);
      }
      for (String value :
          List.of(
              host,
              url,
              url + "/v1",
              "//" + host,
              host + "/api.openai.com",
              "api.openai.com@" + host,
              "api.openai.com." + host,
              "api.openai.com, " + host)) {
        int status = ask(path, conversation, "Uru-Provider-Host", value);
        assertThat(status).as(value).isBetween(400, 499);
      }
      for (String field :
          List.of("baseUrl", "base_url", "api_base", "apiBase", "url", "host", "proxy")) {
        Write write = new Write("POST", path, question(conversation));
        write.with(field, "\"" + url + "\"").by(user).expectProblem(400, "validation_failed");
        write
            .with("parameters", "{\"" + field + "\":\"" + url + "\"}")
            .by(user)
            .expectProblem(400, "validation_failed");
        new Write("POST", path + "?" + field + "=" + url, question(conversation)).by(user);
      }
      String key = "Uru-Provider-Key: " + PracticeFault.FAST.key();
      String body = question(conversation);
      for (String target : List.of(url + "/api/v1" + path, "/api/v1" + path)) {
        sendRaw("POST " + target, List.of("Host: " + host, key), body);
      }

      sentinel.setSoTimeout(1);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .as("nobody has connected to the sentinel")
          .isThrownBy(sentinel::accept);
    }
  }

  private static String question(String conversation) {
    return Question.first(conversation, "Hello", "gpt-4o").toJson().toString();
  }

  private int ask(String path, String conversation, String header, String value) {
    Map<String, String> headers =
        Map.of("Uru-Provider-Key", PracticeFault.FAST.key(), header, value);
    return user.send("POST", path, question(conversation), headers).status();
  }

  /** V10. */
  @Test
  void takesAProviderKeyForNoIdentity() {
    String key = PracticeFault.FAST.key("stranger");
    String conversation = UUID.randomUUID().toString();
    UruClient stranger = uru.visitor();
    for (String value : List.of(key, "Bearer " + key, "Basic " + key, "null", "undefined")) {
      stranger.useToken(value);
      stranger
          .start(Question.first(conversation, "Hello", "gpt-4o"), key)
          .expectProblem(401, "unauthenticated");
    }

    assertThat(uru.upstreamRequests(key)).isEmpty();
  }

  /** V11: a redirect, a refusal or a page of the application, but no file of the archive. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/WEB-INF/web.xml",
        "/web-inf/web.xml",
        "/WEB-INF",
        "/WEB-INF;x/web.xml",
        "/;/WEB-INF/web.xml",
        "/%57EB-INF/web.xml",
        "/./WEB-INF/web.xml",
        "//WEB-INF/web.xml",
        "/..;/WEB-INF/web.xml",
        "/%2e%2e/WEB-INF/web.xml",
        "/assets/..%2f..%2fWEB-INF/web.xml",
        "/assets/..%5c..%5cWEB-INF/web.xml",
        "/assets/../../../../etc/passwd",
        "/api/v1/..;/..;/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/META-INF/context.xml"
      })
  void servesNoFileOfTheServer(String path) throws IOException {
    List<String> answer = sendRaw("GET " + path, List.of(), "");

    assertThat(status(answer)).as(path).isLessThan(500);
    assertThat(String.join("\n", answer))
        .doesNotContain("<web-app", "Manifest-Version", "<context-root", "root:");
  }

  /** V13, where a key was put into a place that is often logged. */
  @Test
  void logsNoKeyThatWasSentInTheWrongPlace() throws IOException {
    String canary = "sk-proj-canary" + UUID.randomUUID().toString().replace("-", "");
    for (String request :
        List.of("GET /api/v1/me?key=" + canary, "GET /" + canary, "GET /api/v1/" + canary)) {
      for (String header : List.of("User-Agent", "Cookie", "Referer", "X-Request-Id", "Origin")) {
        assertThat(status(sendRaw(request, List.of(header + ": k=" + canary), ""))).isLessThan(500);
      }
    }
    Answer asked =
        user.start(
            Question.first(UUID.randomUUID().toString(), "Hello", canary),
            PracticeFault.FAST.key());

    assertThat(asked.status()).isBetween(400, 499);
    assertThat(uru.log()).doesNotContain(canary);
  }

  /** V14. */
  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "[]", "{}", "0", "\"undefined\"", "\"a.b\"", "\"..\"", "[null]"})
  void takesNoPasswordWithoutItsLink(String token) {
    String body = "{\"token\":" + token + ",\"password\":\"nine quiet rivers flow\"}";

    assertThat(uru.visitor().send("POST", "/auth/password", body, Map.of()).status())
        .isIn(400, 404);
    assertThat(
            uru.visitor()
                .send("POST", "/auth/password-link", "{\"token\":" + token + "}", Map.of())
                .status())
        .isIn(400, 404);
  }

  @Test
  void limitsTheHeadOfARequest() throws IOException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add("X-" + i + ": 1");
    }

    assertThat(status(sendRaw("GET /api/v1/me", List.of("X-Long: " + "x".repeat(20_000)), "")))
        .isBetween(400, 499);
    assertThat(status(sendRaw("GET /api/v1/me", many, ""))).isBetween(400, 499);
    assertThat(status(sendRaw("GET /api/v1/me?q=" + "x".repeat(20_000), List.of(), "")))
        .isBetween(400, 499);
    user.get("/me").expect(200);
  }

  @Test
  void limitsTexts() {
    String conversation = user.newConversation("gpt-4o");
    user.start(
            Question.first(conversation, "x".repeat(200_001), "gpt-4o"), PracticeFault.FAST.key())
        .expectProblem(400, "validation_failed");
    user.post(
            "/conversations",
            Json.createObjectBuilder().add("systemPrompt", "x".repeat(20_001)).build())
        .expectProblem(400, "validation_failed");
    assertThat(user.messages(conversation)).isEmpty();
  }

  /** A body that is left on the connection would be taken for another request. */
  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "PROPFIND", "QUERY", "BREW"})
  void refusesMethodsThatNobodyNeedsAndTheirBodies(String method) throws IOException {
    for (String path : List.of("/", "/api/v1/me", "/health/live", "/openapi")) {
      List<String> answer = sendRaw(method + " " + path, List.of("Connection: keep-alive"), "{}");

      assertThat(status(answer)).as(path).isEqualTo(405);
      assertThat(answer).as("one answer").filteredOn(line -> line.startsWith("HTTP/")).hasSize(1);
      assertThat(answer).contains("Connection: close", "X-Content-Type-Options: nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void changesNothingThroughPagesForMonitoring(String method) {
    for (String path : List.of("/health/live", "//openapi")) {
      uru.visitor().send(method, path, "{}", Map.of()).expectProblem(405, "method_not_allowed");
    }
  }

  @Test
  void saysWhereToReportAVulnerability() {
    Answer file = uru.visitor().get("//.well-known/security.txt").expect(200);

    assertThat(file.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertThat(file.body())
        .contains("Contact: " + ServerEnvironment.SECURITY_CONTACT, "Expires: ")
        .contains("Canonical: " + uru.issuer() + "/.well-known/security.txt");
  }

  private static int status(List<String> answer) {
    assertThat(answer).as("the server answers").isNotEmpty();
    return Integer.parseInt(answer.get(0).substring("HTTP/1.1 ".length()).substring(0, 3));
  }

  /** Sends what a client library would refuse to send; returns the lines of the answer. */
  private List<String> sendRaw(String request, List<String> headers, String body)
      throws IOException {
    URI server = URI.create(uru.url());
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(30_000);
      List<String> lines = new ArrayList<>();
      lines.add(request + " HTTP/1.1");
      if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
        lines.add("Host: " + server.getAuthority());
      }
      lines.add("Authorization: Bearer " + user.token());
      lines.add("Content-Type: application/json");
      lines.add("Content-Length: " + body.length());
      if (!headers.contains("Connection: keep-alive")) {
        lines.add("Connection: close");
      }
      lines.addAll(headers);
      lines.add("");
      lines.add(body);
      socket
          .getOutputStream()
          .write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .lines()
          .toList();
    }
  }
}
