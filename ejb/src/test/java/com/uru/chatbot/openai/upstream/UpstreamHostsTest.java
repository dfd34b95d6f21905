package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.providerkey.AllowedHosts;
import com.uru.chatbot.providerkey.KeyRouting;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.providerkey.StandInUpstream;
import com.uru.chatbot.shared.ManualClock;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamHostsTest {
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String EU = "eu.api.openai.com";
  private static final URI ASKED = uri("api.openai.com");

  private final ManualClock clock = new ManualClock();
  private final StandInUpstream standIn = new StandInUpstream();
  private final UpstreamHosts hosts = hosts(OPENAI, null, "bearer");

  @Test
  void sendsAKeyToTheBaseUrl() {
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);

    HttpRequest request = request(hosts, key);

    assertThat(request.uri()).isEqualTo(URI.create(OPENAI + "/models"));
    assertThat(request.headers().map())
        .containsOnlyKeys("Authorization")
        .extractingByKey("Authorization")
        .asString()
        .isEqualTo("[Bearer sk-1]");
    assertThat(hosts.hostFor(key)).isEmpty();
  }

  @Test
  void sendsAKeyWhereAndInWhoseNameItWantsToBeSent() {
    ProviderKey key = key("sk-1", new KeyRouting(EU, "org-1", "proj_1"));

    HttpRequest request = request(hosts, key);

    assertThat(request.uri()).isEqualTo(URI.create("https://eu.api.openai.com/v1/models"));
    HttpHeaders headers = request.headers();
    assertThat(headers.firstValue("OpenAI-Organization")).hasValue("org-1");
    assertThat(headers.firstValue("OpenAI-Project")).hasValue("proj_1");
    assertThat(hosts.hostFor(key)).hasValue(EU);
  }

  @Test
  void sendsAKeyAsAzureTakesIt() {
    HttpRequest request =
        request(hosts(OPENAI, null, "api-key"), key("0123abcd", KeyRouting.DEFAULT));

    assertThat(request.headers().map()).containsOnlyKeys("api-key");
    assertThat(request.headers().firstValue("api-key")).hasValue("0123abcd");
  }

  @Test
  void addsTheHeadersThatAGatewayWants() {
    UpstreamHosts gateway =
        hosts(
            OPENAI,
            null,
            "bearer",
            Optional.of("x-portkey-provider: openai; x-portkey-custom-host: http://llm:8089/v1;"));

    HttpHeaders headers = request(gateway, key("sk-1", KeyRouting.DEFAULT)).headers();

    assertThat(headers.firstValue("x-portkey-provider")).hasValue("openai");
    assertThat(headers.firstValue("x-portkey-custom-host")).hasValue("http://llm:8089/v1");
    assertThat(headers.firstValue("Authorization")).hasValue("Bearer sk-1");
  }

  @Test
  void sendsTheKeyOfTheWarmUpElsewhereAndNoOtherKey() {
    standIn.use("sk-warm-up", URI.create("http://127.0.0.1:1/v1"));
    ProviderKey warmUp = key("sk-warm-up", KeyRouting.DEFAULT);
    ProviderKey other = key("sk-other", KeyRouting.DEFAULT);

    assertThat(request(hosts, warmUp).uri()).isEqualTo(URI.create("http://127.0.0.1:1/v1/models"));
    assertThat(hosts.upstream(warmUp)).isEqualTo("127.0.0.1:1");
    assertThat(request(hosts, other).uri()).isEqualTo(uri("api.openai.com"));

    standIn.end();
    assertThat(request(hosts, warmUp).uri()).isEqualTo(uri("api.openai.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "x y: secret", ": secret", "Host: secret", "x: secret\nb"})
  void refusesHeadersThatCannotBeSentWithoutQuotingThem(String headers) {
    assertThatThrownBy(() -> hosts(OPENAI, null, "bearer", Optional.of(headers)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URU_OPENAI_HEADERS")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "basic", "Authorization"})
  void refusesAnotherWayOfSendingKeys(String auth) {
    assertThatThrownBy(() -> hosts(OPENAI, null, auth))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URU_OPENAI_AUTH");
  }

  @Test
  void remembersTheHostThatTheProviderNamed() {
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);

    assertThat(hosts.learn(key, ASKED, "EU.api.openai.com")).isTrue();

    assertThat(hosts.hostFor(key("sk-1", KeyRouting.DEFAULT))).hasValue(EU);
    assertThat(hosts.hostFor(key("sk-2", KeyRouting.DEFAULT))).isEmpty();
    assertThat(hosts.learn(key, uri(EU), EU)).as("asked there already").isFalse();
  }

  @Test
  void believesTheProviderMoreThanTheKey() {
    ProviderKey key = key("sk-1", new KeyRouting(EU, null, null));

    assertThat(hosts.learn(key, uri(EU), "api.openai.com")).isTrue();

    assertThat(request(hosts, key).uri()).isEqualTo(URI.create(OPENAI + "/models"));
  }

  @Test
  void repeatsARequestThatWasSentBeforeAnotherOneLearnedTheHost() {
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);

    assertThat(hosts.learn(key, ASKED, EU)).isTrue();
    assertThat(hosts.learn(key, ASKED, EU)).isTrue();
  }

  @Test
  void doesNotGoBackAndForthBetweenHostsThatNameEachOther() {
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);
    hosts.learn(key, ASKED, EU);

    assertThat(hosts.learn(key, uri(EU), "api.openai.com")).isFalse();
    assertThat(hosts.learn(key, uri(EU), "us.api.openai.com")).isFalse();

    clock.pass(Duration.ofMinutes(1));
    assertThat(hosts.learn(key, uri(EU), "us.api.openai.com")).isTrue();
  }

  @Test
  void forgetsAHostAfterTwelveHours() {
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);
    hosts.learn(key, ASKED, EU);

    clock.pass(Duration.ofHours(12));

    assertThat(hosts.hostFor(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "api.openai.com", "EU.api.openai.com:444", ""})
  void learnsNoHostThatIsNotAllowedOrNotNew(String host) {
    assertThat(hosts.learn(key("sk-1", KeyRouting.DEFAULT), ASKED, host)).isFalse();
  }

  @Test
  void learnsNothingWhenNoHostIsNamed() {
    assertThat(hosts.learn(key("sk-1", KeyRouting.DEFAULT), ASKED, null)).isFalse();
  }

  @Test
  void configurationDecidesWhichHostsThereAre() {
    UpstreamHosts listed =
        hosts("http://127.0.0.1:8080/v1", "127.0.0.2:8081, Other.example", "bearer");
    ProviderKey key = key("sk-1", KeyRouting.DEFAULT);

    URI base = URI.create("http://127.0.0.1:8080/v1/models");

    assertThat(listed.learn(key, base, EU)).isFalse();
    assertThat(listed.learn(key, base, "127.0.0.2:8081")).isTrue();
    assertThat(request(listed, key).uri()).isEqualTo(URI.create("http://127.0.0.2:8081/v1/models"));
    assertThat(listed.learn(key("sk-2", KeyRouting.DEFAULT), base, "other.example")).isTrue();
  }

  @Test
  void anotherServerThanOpenAiHasNoRegions() {
    UpstreamHosts other = hosts("https://llm.example/v1", null, "bearer");

    assertThat(
            other.learn(key("sk-1", KeyRouting.DEFAULT), URI.create("https://llm.example/v1"), EU))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://eu.api.openai.com", "eu.api.openai.com/v1", "a b", "user@host"})
  void refusesAListThatIsNotOfHosts(String list) {
    assertThatThrownBy(() -> hosts(OPENAI, list, "bearer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URU_OPENAI_HOSTS");
  }

  private UpstreamHosts hosts(String baseUrl, @Nullable String others, String auth) {
    return hosts(baseUrl, others, auth, Optional.empty());
  }

  private UpstreamHosts hosts(
      String baseUrl, @Nullable String others, String auth, Optional<String> headers) {
    URI url = URI.create(baseUrl);
    Duration any = Duration.ofSeconds(1);
    return new UpstreamHosts(
        new OpenAiSettings(url, any, any, any, any),
        new AllowedHosts(url, Optional.ofNullable(others)),
        auth,
        UpstreamFixtures.noProxy(),
        new UpstreamHeaders(headers),
        standIn,
        clock);
  }

  private static URI uri(String host) {
    return URI.create("https://" + host + "/v1/models");
  }

  private static HttpRequest request(UpstreamHosts hosts, ProviderKey key) {
    return hosts.request(key, "/models").GET().build();
  }

  private static ProviderKey key(String key, KeyRouting routing) {
    return new ProviderKey(key.toCharArray(), routing);
  }
}
