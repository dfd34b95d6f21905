package com.uru.chatbot.dev.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.Installation.Result;
import com.uru.chatbot.dev.system.ReverseProxy.Program;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The way to the provider leads through Squid, which wants a user name. The upstream has TLS and a
 * name that only Squid knows. Without the programs the tests are skipped, or fail where {@code
 * -Dproxies=required} was given.
 */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class OutboundProxyIT {
  /** More than the breaker needs to open. */
  private static final int PEOPLE = 6;

  private final UruSystem uru;
  private final Path folder = ServerEnvironment.ROOT.resolve("dev/target/outbound");
  private @Nullable Squid squid;
  private @Nullable ReverseProxy tls;
  private @Nullable ServerCertificate certificate;
  private boolean restarted;

  OutboundProxyIT(UruSystem uru) {
    this.uru = uru;
  }

  @BeforeAll
  void start() throws Exception {
    ReverseProxy.assumeAllAreInstalled();
    ReverseProxy.empty(folder);
    certificate = ServerCertificate.in(folder);
    int upstream = URI.create(uru.upstreamUrl()).getPort();
    tls = ReverseProxy.start(Program.NGINX, folder.resolve("tls"), certificate, upstream);
    squid = Squid.start(folder.resolve("squid"));
  }

  @AfterAll
  void restore() {
    if (squid != null) {
      squid.close();
    }
    if (tls != null) {
      tls.close();
    }
    if (restarted) {
      uru.killServer();
      uru.startServer();
    }
  }

  @Test
  void answersThroughAProxyThatWantsAUser() throws IOException {
    restart(way("upstream.invalid", Squid.CREDENTIALS));
    UruClient user = uru.newUser();
    Question question = question(user);

    EventStream stream = user.ask(question, PracticeFault.FAST.key());

    assertThat(stream.awaitLast().name()).isEqualTo("completed");
    assertThat(uru.log()).contains("https://upstream.invalid:").doesNotContain("cannot be reached");
  }

  @Test
  void saysThatTheProxyRefusesTheUserAndNeverThatOpenAiFails() throws IOException {
    restart(way("upstream.invalid", "someone:else"));

    refusesEverybody("407");
  }

  @Test
  void saysThatTheProxyForbidsTheHostAndNeverThatOpenAiFails() throws IOException {
    restart(way("forbidden.invalid", Squid.CREDENTIALS));

    refusesEverybody("403");
  }

  @Test
  void checksTheSameWay() throws Exception {
    Installation installation = Installation.in(uru.root().resolve("dev/target/installation"));

    Result right = installation.run(settings(way("upstream.invalid", Squid.CREDENTIALS)), "check");
    Result wrong = installation.run(settings(way("upstream.invalid", "someone:else")), "check");
    Result forbidden =
        installation.run(settings(way("forbidden.invalid", Squid.CREDENTIALS)), "check");

    assertThat(right.lines()).anyMatch(line -> line.matches("INFO OpenAI: .* answers .*"));
    assertThat(wrong.lines())
        .anyMatch(line -> line.matches("WARNING OpenAI: .*proxy.* refused .* 407.*HTTPS_PROXY.*"))
        .noneMatch(line -> line.contains("someone"));
    assertThat(forbidden.lines())
        .anyMatch(line -> line.matches("WARNING OpenAI: .*proxy.* refused .* 403.*HTTPS_PROXY.*"));
  }

  /** One request for each question, and each person hears of the proxy. */
  private void refusesEverybody(String status) {
    int before = squid().requests().size();
    for (int i = 0; i < PEOPLE; i++) {
      UruClient user = uru.newUser();
      String key = PracticeFault.FAST.key(UUID.randomUUID().toString());
      JsonObject problem = user.refusal(question(user), key);

      assertThat(problem.getString("code")).isEqualTo("provider_access_denied");
      assertThat(problem.getString("title")).isEqualTo("A proxy refuses the connection");
      assertThat(problem.getString("detail")).contains(status).doesNotContain("someone");
    }
    assertThat(squid().requests()).as("no retries").hasSize(before + PEOPLE);
  }

  private static Question question(UruClient user) {
    return Question.first(user.newConversation("gpt-4o"), "Hello", "gpt-4o");
  }

  /** Restarts the server, and waits until it has said what came of its own request. */
  private void restart(Map<String, String> way) {
    restarted = true;
    uru.killServer();
    uru.startServer(way);
    Eventually.within(
        Duration.ofSeconds(30),
        "the server to try the way out",
        () -> uru.log().contains(way.get("URU_OPENAI_BASE_URL") + "/models"));
  }

  /** The settings of the way to the provider; the address of the proxy is in a file. */
  private Map<String, String> way(String host, String credentials) throws IOException {
    Path file = folder.resolve("https-proxy");
    Files.writeString(file, squid().address(credentials) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Map.of(
        "HTTPS_PROXY_FILE",
        file.toString(),
        "URU_OPENAI_BASE_URL",
        "https://" + host + ":" + requireNonNull(tls).port() + "/v1",
        "URU_OPENAI_CA_FILE",
        requireNonNull(certificate).certificate().toString());
  }

  private Map<String, String> settings(Map<String, String> way) {
    DatabaseAccess database = uru.database().access();
    Map<String, String> settings = new HashMap<>(way);
    settings.put("URU_PROFILE", "development");
    settings.put("URU_DATABASE_URL", database.url());
    settings.put("URU_DATABASE_PASSWORD", database.application().password());
    settings.put(
        "URU_SERVER_KEYS_FILE",
        uru.root().resolve("dev/target/system/server-keys.json").toString());
    settings.put("URU_ISSUER", "http://localhost");
    return settings;
  }

  private Squid squid() {
    return requireNonNull(squid);
  }
}
