package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefreshCookieTest {
  @Test
  void isOutOfReachOfScriptsOtherSitesAndOtherHosts() {
    assertThat(RefreshCookie.header(true, "token", 60))
        .isEqualTo(
            "__Host-uru_refresh=token; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
  }

  @Test
  void losesPrefixAndSecureTogether() {
    assertThat(RefreshCookie.header(false, "token", 60))
        .isEqualTo("uru_refresh=token; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
  }

  @Test
  void isSecureInProductionWhateverTheConnectionLooksLike() {
    assertThat(RefreshCookie.isSecure(false, false, "uru.example.org")).isTrue();
  }

  @Test
  void isOpenOnlyInDevelopmentWithoutTlsAndAwayFromLocalhost() {
    assertThat(RefreshCookie.isSecure(true, false, "192.0.2.7")).isFalse();
    assertThat(RefreshCookie.isSecure(true, false, "localhost")).isTrue();
    assertThat(RefreshCookie.isSecure(true, true, "192.0.2.7")).isTrue();
  }
}
