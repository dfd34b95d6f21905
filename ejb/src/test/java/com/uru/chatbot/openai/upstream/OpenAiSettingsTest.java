package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSettingsTest {
  @Test
  void appendsPathsToTheBaseUrl() {
    assertThat(settings("https://api.openai.com/v1").uri("/chat/completions"))
        .isEqualTo(URI.create("https://api.openai.com/v1/chat/completions"));
  }

  @Test
  void keepsSchemeAndPathOnAnotherHost() {
    assertThat(settings("https://api.openai.com/v1").uri("eu.api.openai.com:8443", "/models"))
        .isEqualTo(URI.create("https://eu.api.openai.com:8443/v1/models"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.openai.com/v1",
        "//evil/v1",
        "ftp://api.openai.com/v1",
        "https:/v1",
        "https://api.openai.com@evil/v1",
        "https://api.openai.com/v1/",
        "https://api.openai.com/v1?a=b",
        "https://api.openai.com/v1#x"
      })
  void refusesABaseUrlThatCouldMeanSomethingElse(String url) {
    assertThatThrownBy(() -> settings(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URU_OPENAI_BASE_URL");
  }

  private static OpenAiSettings settings(String url) {
    Duration any = Duration.ofSeconds(1);
    return new OpenAiSettings(URI.create(url), any, any, any, any);
  }
}
