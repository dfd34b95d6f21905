package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginFilterTest {
  private static final String HOST = "uru.example.org";
  private static final URI INNER = URI.create("http://10.0.0.7:8080");

  @ParameterizedTest
  @ValueSource(strings = {"https://uru.example.org", "http://uru.example.org"})
  void takesAPageOfTheHostOfTheRequest(String origin) {
    assertThat(SameOriginFilter.isOurs(origin, HOST, INNER)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.org, https://chat.example.org",
    "https://chat.example.org, https://Chat.Example.org/",
    "https://chat.example.org, https://chat.example.org:443",
    "https://chat.example.org:80, https://chat.example.org:80",
    "https://chat.example.org:8443, https://chat.example.org:8443",
    "http://uru.intranet, http://uru.intranet:80",
    "http://uru, http://uru",
    "http://[2001:db8::1]:8080, http://[2001:db8::1]:8080"
  })
  void takesAPageOfTheAddressThatPeopleUseWhateverTheProxyMadeOfTheHost(
      String origin, URI outerAddress) {
    assertThat(SameOriginFilter.isOurs(origin, "10.0.0.7:8080", outerAddress)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "https://evil.example.org",
        "https://uru.example.org.evil.example",
        "https://uru.example.org:8443",
        "https://chat.example.org:8443",
        "http://chat.example.org",
        "ftp://uru.example.org"
      })
  void refusesOtherOrigins(String origin) {
    URI outerAddress = URI.create("https://chat.example.org");

    assertThat(SameOriginFilter.isOurs(origin, HOST, outerAddress)).isFalse();
    assertThat(SameOriginFilter.isOurs(origin, null, outerAddress)).isFalse();
  }

  @Test
  void wantsTheHeaderOfOurClients() {
    assertThat(SameOriginFilter.isClient("web")).isTrue();
    assertThat(SameOriginFilter.isClient(null)).isFalse();
    assertThat(SameOriginFilter.isClient(" ")).isFalse();
  }
}
