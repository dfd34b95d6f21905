package com.uru.chatbot.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OuterAddressTest {
  private static final String INNER = "http://localhost:8080";

  @Test
  void isTheConfiguredAddressWhateverTheRequestSays() {
    OuterAddress address = new OuterAddress("https://chat.example.org", 1);

    assertThat(address.of(request("http", "evil.example")))
        .isEqualTo(URI.create("https://chat.example.org"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, https, chat.example.org, https://chat.example.org",
    "1, https, chat.example.org:8443, https://chat.example.org:8443",
    "1, https, [2001:db8::1]:8443, https://[2001:db8::1]:8443",
    "1, 'http, https', 'evil.example, chat.example.org', https://chat.example.org",
    "2, 'https, http', 'chat.example.org, inner.example', https://chat.example.org",
    "1, https, , https://localhost:8080",
    "1, javascript, 'chat.example.org/path', http://localhost:8080",
    "0, https, evil.example, http://localhost:8080"
  })
  void isWhatTheTrustedProxiesSayWhereNoAddressIsConfigured(
      int trustedProxies, @Nullable String scheme, @Nullable String host, URI expected) {
    OuterAddress address = new OuterAddress("uru", trustedProxies);

    assertThat(address.of(request(scheme, host))).isEqualTo(expected);
  }

  @SuppressWarnings("JdkObsolete")
  private static HttpServletRequest request(
      @Nullable String forwardedProto, @Nullable String forwardedHost) {
    Map<String, @Nullable String> headers = new HashMap<>();
    headers.put("X-Forwarded-Proto", forwardedProto);
    headers.put("X-Forwarded-Host", forwardedHost);
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            OuterAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("getHeader")
                    ? headers.get((String) arguments[0])
                    : new StringBuffer(INNER + "/api/v1/conversations"));
  }
}
