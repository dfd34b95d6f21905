package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.identity.session.RefreshToken;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefreshCookieTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
  private static final String TEXT = "A".repeat(64);
  private static final String OTHER_TEXT = "B".repeat(64);
  private static final RefreshToken TOKEN = RefreshToken.parse(TEXT).orElseThrow();

  private final RefreshCookie production = cookie(false, "https://uru.example.org");
  private final RefreshCookie beside = cookie(false, "https://uru.example.org:8443");

  @Test
  void isOutOfReachOfScriptsOtherSitesAndOtherHosts() {
    assertThat(production.write(request(Map.of()), TOKEN, NOW.plusSeconds(60)))
        .isEqualTo(
            "__Host-uru_refresh=%s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
                .formatted(TEXT));
  }

  @Test
  void losesPrefixAndSecureTogether() {
    assertThat(cookie(true, "uru").write(request(Map.of()), TOKEN, NOW.plusSeconds(60)))
        .isEqualTo("uru_refresh=%s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict".formatted(TEXT));
  }

  @Test
  void hasAnotherNameForAnotherPortOfTheSameHost() {
    assertThat(beside.write(request(Map.of()), TOKEN, NOW))
        .startsWith("__Host-uru_refresh_8443=" + TEXT);
    assertThat(cookie(true, "http://localhost:8081").remove(request(Map.of())))
        .startsWith("uru_refresh_8081=;");
    assertThat(beside.remove(request(Map.of()))).startsWith("__Host-uru_refresh_8443=;");
  }

  @Test
  void hasItsUsualNameWhereTheIssuerIsNoAddress() {
    assertThat(cookie(false, "not an address").remove(request(Map.of())))
        .startsWith("__Host-uru_refresh=;");
  }

  @Test
  void readsTheOldNameUntilItIsReplaced() {
    HttpServletRequest old = request(Map.of("__Host-uru_refresh", TEXT));

    assertThat(beside.read(old)).map(RefreshToken::text).contains(TEXT);
    assertThat(beside.removeOld(old))
        .hasValueSatisfying(header -> assertThat(header).startsWith("__Host-uru_refresh=; Path=/"));
  }

  @Test
  void leavesTheCookieOfAnotherInstallationAlone() {
    HttpServletRequest both =
        request(Map.of("__Host-uru_refresh", OTHER_TEXT, "__Host-uru_refresh_8443", TEXT));

    assertThat(beside.read(both)).map(RefreshToken::text).contains(TEXT);
    assertThat(beside.removeOld(both)).isEmpty();
    assertThat(production.read(both)).map(RefreshToken::text).contains(OTHER_TEXT);
    assertThat(production.removeOld(both)).isEmpty();
  }

  @Test
  void isSecureInProductionWhateverTheConnectionLooksLike() {
    assertThat(HostCookie.isSecure(false, false, "uru.example.org")).isTrue();
  }

  @Test
  void isOpenOnlyInDevelopmentWithoutTlsAndAwayFromLocalhost() {
    assertThat(HostCookie.isSecure(true, false, "192.0.2.7")).isFalse();
    assertThat(HostCookie.isSecure(true, false, "localhost")).isTrue();
    assertThat(HostCookie.isSecure(true, true, "192.0.2.7")).isTrue();
  }

  private static RefreshCookie cookie(boolean development, String issuer) {
    return new RefreshCookie(development, issuer, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Returns a request without TLS to 192.0.2.7 that carries these cookies. */
  private static HttpServletRequest request(Map<String, String> cookies) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RefreshCookieTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getCookies" ->
                      cookies.entrySet().stream()
                          .map(each -> new Cookie(each.getKey(), each.getValue()))
                          .toArray(Cookie[]::new);
                  case "isSecure" -> false;
                  case "getServerName" -> "192.0.2.7";
                  default -> throw new AssertionError(method);
                });
  }
}
