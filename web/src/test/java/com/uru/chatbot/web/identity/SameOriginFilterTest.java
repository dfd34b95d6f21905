package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginFilterTest {
  private static final String HOST = "uru.example.org";

  @Test
  void letsOurPageAndScriptsPass() {
    assertThat(SameOriginFilter.isOurs("web", "same-origin", "https://" + HOST, HOST)).isTrue();
    assertThat(SameOriginFilter.isOurs("web", "none", null, HOST)).isTrue();
    assertThat(SameOriginFilter.isOurs("script", null, null, HOST)).isTrue();
  }

  @Test
  void refusesWhateverLacksTheHeaderOfOurClients() {
    assertThat(SameOriginFilter.isOurs(null, "same-origin", "https://" + HOST, HOST)).isFalse();
    assertThat(SameOriginFilter.isOurs(" ", null, null, HOST)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "Same-Origin", ""})
  void refusesWhatTheBrowserSaysComesFromElsewhere(String fetchSite) {
    assertThat(SameOriginFilter.isOurs("web", fetchSite, "https://" + HOST, HOST)).isFalse();
  }

  @Test
  void looksAtTheOriginOfOlderBrowsers() {
    assertThat(SameOriginFilter.isOurs("web", null, "https://" + HOST, HOST)).isTrue();
    assertThat(SameOriginFilter.isOurs("web", null, "http://localhost:8080", "localhost:8080"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example.org",
        "https://uru.example.org.evil.example",
        "https://uru.example.org:8443",
        "ftp://uru.example.org"
      })
  void refusesOtherOrigins(String origin) {
    assertThat(SameOriginFilter.isOurs("web", null, origin, HOST)).isFalse();
  }
}
