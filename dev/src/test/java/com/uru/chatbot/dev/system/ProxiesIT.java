package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.ReverseProxy.Program;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uru behind nginx, Apache, HAProxy and Caddy with the files of {@code deploy/proxy}. Without one
 * of the programs the tests are skipped, or fail where {@code -Dproxies=required} was given.
 */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProxiesIT {
  /** Longer than any default limit of a proxy for a response without bytes. */
  private static final Duration SILENCE = Duration.ofSeconds(70);

  private static final int SIGN_IN_FAILURES = 6;
  private static final String FORGED_ADDRESS = "203.0.113.9";

  /** Other addresses of the loopback than the one that proxies use themselves. */
  private static final String CLIENT_ADDRESS = "127.0.0.3";

  private static final String GUESSER_ADDRESS = "127.0.0.4";

  private static final String IMPORT =
      """
      [{"id": "%s", "title": "Bread", "create_time": 1700000000, "update_time": 1700000009,
        "current_node": "q", "mapping": {
          "root": {"id": "root", "message": null, "parent": null, "children": ["q"]},
          "q": {"id": "q", "parent": "root", "children": [], "message":
            {"author": {"role": "user"}, "create_time": 1700000001,
             "content": {"content_type": "text", "parts": ["Why does bread rise?"]}}}}}]
      """;

  private final UruSystem uru;
  private final Map<Program, ReverseProxy> proxies = new EnumMap<>(Program.class);
  private final Map<Program, Silence> silences = new EnumMap<>(Program.class);
  private boolean restarted;

  /** An answer that has begun, and whose rest does not come. */
  private record Silence(
      ReverseProxy proxy, UruClient user, Question question, EventStream stream) {}

  ProxiesIT(UruSystem uru) {
    this.uru = uru;
  }

  /** The silences pass while the other tests run, through proxies of their own. */
  @BeforeAll
  void start() throws Exception {
    ReverseProxy.assumeAllAreInstalled();
    Path folder = ServerEnvironment.ROOT.resolve("dev/target/proxies");
    ReverseProxy.empty(folder);
    restarted = true;
    uru.killServer();
    uru.startServer(
        Map.of(
            "URU_ISSUER",
            "uru",
            "URU_TRUSTED_PROXIES",
            "1",
            "URU_OPENAI_IDLE_TIMEOUT",
            SILENCE.toString(),
            "URU_RATE_LIMIT_SIGN_IN_FAILURES_PER_ADDRESS",
            Integer.toString(SIGN_IN_FAILURES)));
    ServerCertificate certificate = ServerCertificate.in(folder);
    int server = URI.create(uru.url()).getPort();
    for (Program program : Program.values()) {
      Path home = folder.resolve(program.name());
      ReverseProxy silent =
          ReverseProxy.start(program, home.resolve("silent"), certificate, server);
      UruClient user = newUser(silent);
      Question question = question(user);
      EventStream stream = user.ask(question, PracticeFault.STALL.key());
      silences.put(program, new Silence(silent, user, question, stream));
      stream.await("delta");
      proxies.put(program, ReverseProxy.start(program, home.resolve("busy"), certificate, server));
    }
  }

  @AfterAll
  void restore() {
    silences.values().forEach(silence -> silence.stream().close());
    silences.values().forEach(silence -> silence.proxy().close());
    proxies.values().forEach(ReverseProxy::close);
    if (restarted) {
      uru.killServer();
      uru.startServer();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsPeopleSignedInOverHttp2(Program program) throws Exception {
    ReverseProxy proxy = proxy(program);
    UruClient user = newUser(proxy);

    assertThat(user.refreshCookie()).startsWith("__Host-uru_refresh=");
    user.useToken(null);
    user.refresh().expect(200);
    user.get("/me").expect(200);
    HttpResponse<String> page = get(proxy, "/");
    assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(page.body()).contains("<div id=\"root\">");
  }

  @ParameterizedTest
  @EnumSource
  void sendsBrowsersToHttps(Program program) throws Exception {
    HttpRequest plain = HttpRequest.newBuilder(URI.create(proxy(program).plainUrl() + "/")).build();

    HttpResponse<Void> answer = proxy(program).http().send(plain, BodyHandlers.discarding());

    assertThat(answer.statusCode()).isIn(301, 308);
    assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("https://localhost");
  }

  @ParameterizedTest
  @EnumSource
  void namesWhatWasMadeByTheAddressThatClientsUse(Program program) {
    ReverseProxy proxy = proxy(program);
    UruClient user = newUser(proxy);
    String id = UUID.randomUUID().toString();

    Answer made =
        user.post(
            "/conversations",
            Json.createObjectBuilder().add("id", id).add("model", "gpt-4o").build());

    assertThat(made.expect(201).header("Location"))
        .isEqualTo(proxy.url() + "/api/v1/conversations/" + id);
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatIsNotForPeopleInside(Program program) throws Exception {
    for (String path : List.of("/health", "/health/ready", "/metrics", "/operations/drain")) {
      assertThat(get(proxy(program), path).statusCode()).as(path).isIn(403, 404);
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesTheAddressOfTheClientAndNotAForgedOne(Program program) throws Exception {
    ReverseProxy proxy = proxy(program);
    UruClient user = newUser(proxy);

    assertThat(signIn(proxy, CLIENT_ADDRESS, user.email(), UruSystem.PASSWORD))
        .startsWith("HTTP/1.1 200 ");

    assertThat(addresses(user)).contains(CLIENT_ADDRESS).doesNotContain(FORGED_ADDRESS);
    assertThat(uru.log()).doesNotContain("URU_TRUSTED_PROXIES");
  }

  @Test
  void slowsOnlyTheAddressDownThatTriesManyAccounts() throws Exception {
    ReverseProxy proxy = proxy(Program.NGINX);
    UruClient user = newUser(proxy);
    for (int i = 0; i < SIGN_IN_FAILURES; i++) {
      String stranger = "user-" + UUID.randomUUID() + "@example.org";
      assertThat(signIn(proxy, GUESSER_ADDRESS, stranger, "wrong horse"))
          .startsWith("HTTP/1.1 401 ");
    }

    assertThat(signIn(proxy, GUESSER_ADDRESS, user.email(), UruSystem.PASSWORD))
        .startsWith("HTTP/1.1 429 ");
    assertThat(signIn(proxy, CLIENT_ADDRESS, user.email(), UruSystem.PASSWORD))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @EnumSource
  void stopsAnAnswer(Program program) {
    UruClient user = newUser(proxy(program));
    Question question = question(user);
    EventStream stream = user.ask(question, PracticeFault.LONG_STEADY.key());
    stream.await("delta");

    user.stop(question.generationId()).expect(204);

    assertThat(stream.awaitLast().name()).isEqualTo("stopped");
    assertThat(stream.text()).isEqualTo(stored(user, question).getString("text"));
  }

  @ParameterizedTest
  @EnumSource
  void takesAnImportOfFiveMegabytes(Program program) {
    String file = " ".repeat(5 << 20) + IMPORT.formatted(UUID.randomUUID());

    JsonObject report =
        newUser(proxy(program))
            .send("POST", "/import?dryRun=true", file, Map.of())
            .expect(200)
            .json();

    assertThat(report.getJsonObject("counts").getInt("imported")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithAnAnswerWhileTheProxyIsReloaded(Program program) {
    UruClient user = newUser(proxy(program).url(), proxy(program).http1());
    Question question = question(user).withMaxTokens(100);
    EventStream stream = user.ask(question, PracticeFault.LONG_STEADY.key());
    stream.await("delta");

    proxy(program).reload();

    assertThat(stream.awaitLast().name()).isEqualTo("incomplete");
    assertThat(stream.text()).isEqualTo(stored(user, question).getString("text"));
  }

  @ParameterizedTest
  @EnumSource
  void losesNoTextWhenTheProxyIsKilledAndStartedAgain(Program program) {
    ReverseProxy proxy = proxy(program);
    UruClient user = newUser(proxy);
    Question question = question(user).withMaxTokens(200);
    EventStream stream = user.ask(question, PracticeFault.LONG_STEADY.key());
    stream.awaitText(20);

    proxy.kill();
    stream.awaitEnd();
    assertThat(stream.events()).noneMatch(EventStream::isLast);
    proxy.startAgain();
    EventStream resumed = user.follow(question.generationId(), stream.lastId());

    assertThat(resumed.awaitLast().name()).isEqualTo("incomplete");
    assertThat(stream.text() + resumed.text()).isEqualTo(stored(user, question).getString("text"));
  }

  /** The heartbeats of the stream keep it open until the server gives the upstream up. */
  @ParameterizedTest
  @EnumSource
  @Order(Integer.MAX_VALUE)
  void survivesASilence(Program program) {
    Silence silence = requireNonNull(silences.get(program));

    EventStream stream = silence.stream();
    assertThat(stream.awaitLast(SILENCE.multipliedBy(2)).name()).isEqualTo("incomplete");

    List<EventStream.Event> events = stream.events();
    Duration last =
        Duration.between(events.get(events.size() - 2).at(), events.get(events.size() - 1).at());
    assertThat(last).isGreaterThan(SILENCE.minusSeconds(5));
    assertThat(stream.text())
        .isEqualTo(stored(silence.user(), silence.question()).getString("text"));
  }

  private ReverseProxy proxy(Program program) {
    return requireNonNull(proxies.get(program));
  }

  private static UruClient newUser(ReverseProxy proxy) {
    return newUser(proxy.url(), proxy.http());
  }

  private static UruClient newUser(String url, HttpClient http) {
    UruClient user = new UruClient(url, http);
    user.register("user-" + UUID.randomUUID() + "@example.org", UruSystem.PASSWORD, "Test User");
    return user;
  }

  private static Question question(UruClient user) {
    return Question.first(user.newConversation("gpt-4o"), "Please go on", "gpt-4o");
  }

  private static JsonObject stored(UruClient user, Question question) {
    return user.message(question.conversationId(), question.assistantMessageId());
  }

  private static HttpResponse<String> get(ReverseProxy proxy, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.url() + path)).build();
    return proxy.http().send(request, BodyHandlers.ofString());
  }

  /** The addresses of the user's sessions. */
  private static List<String> addresses(UruClient user) {
    return new ArrayList<>(
        user
            .get("/me/sessions")
            .expect(200)
            .json()
            .getJsonArray("items")
            .getValuesAs(JsonObject.class)
            .stream()
            .map(session -> session.getString("address"))
            .toList());
  }

  /** Tries to sign in from an address, pretending to be {@link #FORGED_ADDRESS}. */
  private static String signIn(ReverseProxy proxy, String address, String email, String password)
      throws IOException {
    String body =
        Json.createObjectBuilder().add("email", email).add("password", password).build().toString();
    String request =
        """
        POST /api/v1/auth/login HTTP/1.1
        Host: localhost:%d
        Connection: close
        Content-Type: application/json
        Content-Length: %d
        Uru-Client: system-test
        X-Forwarded-For: %s
        Forwarded: for=%s

        """
            .formatted(proxy.port(), body.length(), FORGED_ADDRESS, FORGED_ADDRESS)
            .replace("\n", "\r\n");
    InetAddress here = InetAddress.getByName(address);
    try (Socket socket =
        proxy
            .http()
            .sslContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), proxy.port(), here, 0)) {
      socket.getOutputStream().write((request + body).getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
