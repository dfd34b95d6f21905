package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundProxyTest {
  private static final URI OPENAI = URI.create("https://api.openai.com/v1/models");

  @Test
  void choosesTheProxyByTheSchemeOfTheServer() {
    OutboundProxy proxy = proxy("http://secure.example:3128", "plain.example:8080", null);

    assertThat(selected(proxy, OPENAI)).isEqualTo("secure.example:3128");
    assertThat(selected(proxy, URI.create("http://llm.example/v1")))
        .isEqualTo("plain.example:8080");
  }

  @Test
  void usesThePortOfHttpIfThereIsNone() {
    assertThat(selected(proxy("http://proxy.example/", null, null), OPENAI))
        .isEqualTo("proxy.example:80");
  }

  @Test
  void leavesTheChoiceToTheJvmIfNothingIsConfigured() {
    assertThat(proxy(null, null, null).selector()).isSameAs(ProxySelector.getDefault());
  }

  @Test
  void decodesPercentsInUserAndPassword() {
    OutboundProxy proxy = proxy("http://a%40b:p%3A%2F%25%C3%A9@proxy.example:3128", null, null);

    assertThat(proxy.authorization(OPENAI))
        .map(value -> decoded(value.substring("Basic ".length())))
        .hasValue("a@b:p:/%é");
  }

  @Test
  void sendsAUserWithoutAPasswordAndNothingWithoutAUser() {
    assertThat(proxy("http://user@proxy.example:3128", null, null).authorization(OPENAI))
        .map(value -> decoded(value.substring("Basic ".length())))
        .hasValue("user:");
    assertThat(proxy("http://proxy.example:3128", null, null).authorization(OPENAI)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@proxy.example",
        "socks5://user:secret@proxy.example",
        "http://user:sec ret@proxy.example",
        "http://user:sec#ret@proxy.example",
        "http://user:secret@",
        "http://user:secret@proxy.example/path",
        "http://user:secret@proxy.example?q"
      })
  void refusesOtherAddressesWithoutQuotingThem(String address) {
    assertThatThrownBy(() -> proxy(address, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "api.openai.com, true",
    "API.OpenAI.com, true",
    "openai.com, true",
    ".openai.com, true",
    "*.openai.com, true",
    "'other.example, api.openai.com', true",
    "other.example api.openai.com, true",
    "api.openai.com:443, true",
    "openai.com:443, true",
    "api.openai.com:8443, false",
    "nai.com, false",
    "eu.api.openai.com, false",
    "., false",
    "'', false",
    "other.example, false"
  })
  void knowsTheFormsOfExceptions(String noProxy, boolean direct) {
    OutboundProxy proxy = proxy("http://user:secret@proxy.example:3128", null, noProxy);

    assertThat(selected(proxy, OPENAI)).isEqualTo(direct ? "DIRECT" : "proxy.example:3128");
    assertThat(proxy.authorization(OPENAI).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:11434/v1", "http://127.0.0.2:1/v1", "http://[::1]:1/v1"})
  void neverSendsLoopbackToTheProxy(URI local) {
    assertThat(selected(proxy(null, "http://proxy.example:3128", null), local)).isEqualTo("DIRECT");
  }

  private static OutboundProxy proxy(
      @Nullable String https, @Nullable String http, @Nullable String exceptions) {
    return new OutboundProxy(
        Optional.ofNullable(https), Optional.ofNullable(http), Optional.ofNullable(exceptions));
  }

  private static String selected(OutboundProxy outbound, URI uri) {
    Proxy proxy = outbound.selector().select(uri).get(0);
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : proxy.type().name();
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
