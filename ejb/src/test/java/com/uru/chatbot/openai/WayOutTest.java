package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.OutboundProxy;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.openai.upstream.UpstreamTrust;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The way out through a proxy that wants a user name, to a server with a certificate of a private
 * authority. The name of the server exists nowhere, so that only the proxy can reach it.
 */
@Timeout(60)
class WayOutTest {
  private static final String HOST = "upstream.invalid";
  private static final String USER = "uru user";
  private static final String PASSWORD = "p@ss:w/rd%";
  private static final String ENCODED = "uru%20user:p%40ss%3Aw%2Frd%25";
  private static final Duration LONG = Duration.ofSeconds(20);

  private static TestAuthority authority;

  private final List<Map<String, List<String>>> requests = new CopyOnWriteArrayList<>();
  private HttpsServer upstream;
  private ConnectProxy proxy;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    authority = new TestAuthority(folder, HOST);
  }

  @BeforeEach
  void start() throws Exception {
    upstream = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
    upstream.createContext("/v1/", this::answer);
    upstream.start();
    proxy = new ConnectProxy(upstream.getAddress().getPort(), USER, PASSWORD);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    upstream.stop(0);
  }

  @Test
  void reachesAPrivateServerThroughAProxyThatWantsAUser() {
    assertThat(ask(proxyUrl(ENCODED), null)).contains(new TextDelta("Hello"));

    assertThat(proxy.heads()).singleElement().asString().startsWith("CONNECT " + HOST + ":443 ");
    assertThat(requests)
        .singleElement()
        .satisfies(
            headers ->
                assertThat(headers)
                    .containsKey("Authorization")
                    .as("the proxy's password stays with the proxy")
                    .doesNotContainKey("Proxy-authorization"));
  }

  @Test
  void sendsNoKeyToTheProxy() {
    try (ConnectedModel connected = connected(proxyUrl(ENCODED), null, trust())) {
      ask(connected);
      assertThat(connected.doctor().check(key()).models()).hasSize(1);
    }

    assertThat(proxy.heads())
        .isNotEmpty()
        .allSatisfy(head -> assertThat(head).doesNotContain("sk-canary"));
  }

  @Test
  void saysThatTheProxyRefusesTheUser() {
    DomainException refusal = refusal(proxyUrl("someone:else"), null);

    assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_ACCESS_DENIED);
    assertThat(refusal.detail()).contains("proxy", "407", "The key is not to blame");
    assertThat(refusal.members().get(DomainException.ACTION)).asString().contains("HTTPS_PROXY");
    assertThat(printed(refusal)).doesNotContain("else", "someone");
    assertThat(proxy.heads()).as("not retried").hasSize(1);
  }

  @Test
  void saysSoToTheOwnerOfAKeyThatIsChecked() {
    try (ConnectedModel connected = connected(proxyUrl("someone:else"), null, trust())) {
      assertThatThrownBy(() -> ask(connected)).isInstanceOf(DomainException.class);

      DomainException refusal =
          catchThrowableOfType(DomainException.class, () -> connected.doctor().check(key()));

      assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_ACCESS_DENIED);
      assertThat(refusal.detail()).contains("proxy", "407", "The key is not to blame");
    }
  }

  @Test
  void saysThatTheProxyForbidsTheServer() {
    proxy.refuseWith("403 Forbidden");

    DomainException refusal = refusal(proxyUrl(ENCODED), null);

    assertThat(refusal.detail()).contains("proxy", "403");
    assertThat(proxy.heads()).as("not retried").hasSize(1);
  }

  /** The proxy is asked for each question: an open breaker would answer without it. */
  @ParameterizedTest
  @ValueSource(strings = {"407 Proxy Authentication Required", "403 Forbidden"})
  void doesNotOpenTheCircuitBreaker(String status) {
    proxy.refuseWith(status);
    try (ConnectedModel connected = connected(proxyUrl(ENCODED), null, trust())) {
      for (int person = 1; person <= 8; person++) {
        ProviderKey key = new ProviderKey(("sk-canary-000" + person).toCharArray());

        DomainException refusal =
            catchThrowableOfType(DomainException.class, () -> ask(connected, key));

        assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_ACCESS_DENIED);
        assertThat(proxy.heads()).hasSize(person);
      }
    }
  }

  @Test
  void retriesWhenTheProxyCannotReachTheServer() {
    proxy.refuseWith("502 Bad Gateway");

    assertThat(refusal(proxyUrl(ENCODED), null).detail()).doesNotContain("proxy");
    assertThat(proxy.heads()).hasSize(3);
  }

  @Test
  void reachesAnExceptionWithoutTheProxy() {
    assertThat(refusal(proxyUrl(ENCODED), "other, .invalid").code())
        .isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(proxy.heads()).isEmpty();
  }

  @Test
  void trustsNoPrivateAuthorityThatIsNotConfigured() {
    DomainException refusal =
        catchThrowableOfType(
            DomainException.class,
            () -> ask(proxyUrl(ENCODED), null, new UpstreamTrust(Optional.empty())));

    assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(requests).isEmpty();
  }

  @Test
  void tellsA401OfTheServerFromOneOfTheProxy() {
    upstream.removeContext("/v1/");
    upstream.createContext("/v1/", exchange -> respond(exchange, 401, "{}"));

    assertThat(refusal(proxyUrl(ENCODED), null).code())
        .as("a 401 without WWW-Authenticate")
        .isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
  }

  private List<ChatModelEvent> ask(String proxyUrl, @Nullable String noProxy) {
    return ask(proxyUrl, noProxy, trust());
  }

  private static List<ChatModelEvent> ask(
      String proxyUrl, @Nullable String noProxy, UpstreamTrust trust) {
    try (ConnectedModel connected = connected(proxyUrl, noProxy, trust)) {
      return ask(connected);
    }
  }

  private static List<ChatModelEvent> ask(ConnectedModel connected) {
    return ask(connected, key());
  }

  private static List<ChatModelEvent> ask(ConnectedModel connected, ProviderKey key) {
    List<ChatModelEvent> events = new ArrayList<>();
    ChatRequest request =
        new ChatRequest(
            "gpt-4o", List.of(ChatRequest.Turn.user("Hi")), ChatRequest.Parameters.DEFAULTS);
    StreamedAnswer.toEnd(connected.model().prepare(request, key), events::add);
    return events;
  }

  private static ConnectedModel connected(
      String proxyUrl, @Nullable String noProxy, UpstreamTrust trust) {
    OpenAiSettings settings =
        new OpenAiSettings(URI.create("https://" + HOST + "/v1"), LONG, LONG, LONG, LONG);
    OutboundProxy way =
        new OutboundProxy(Optional.of(proxyUrl), Optional.empty(), Optional.ofNullable(noProxy));
    return new ConnectedModel(settings, UpstreamFixtures.access(), way, trust);
  }

  private static UpstreamTrust trust() {
    return new UpstreamTrust(Optional.of(authority.caFile().toString()));
  }

  private static ProviderKey key() {
    return new ProviderKey("sk-canary-0123".toCharArray());
  }

  private DomainException refusal(String proxyUrl, @Nullable String noProxy) {
    return catchThrowableOfType(DomainException.class, () -> ask(proxyUrl, noProxy));
  }

  private String proxyUrl(String userInfo) {
    return "http://" + userInfo + "@127.0.0.1:" + proxy.port();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(Map.copyOf(exchange.getRequestHeaders()));
    if (exchange.getRequestURI().getPath().equals("/v1/models")) {
      respond(exchange, 200, "{\"data\":[{\"id\":\"gpt-4o\"}]}");
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      respond(exchange, 200, RecordedStream.of("Hello"));
    }
  }

  private static void respond(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String printed(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
