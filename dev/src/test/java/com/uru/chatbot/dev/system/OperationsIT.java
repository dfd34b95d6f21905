package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class OperationsIT {
  private final UruSystem uru;

  OperationsIT(UruSystem uru) {
    this.uru = uru;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
  void reportsItsHealth(String path) {
    assertThat(uru.visitor().get(path).expect(200).json().getString("status")).isEqualTo("UP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "//c/2b6ff4ff-0000-7000-8000-000000000001",
        "//sign-in",
        "//set-password",
        "//settings/key"
      })
  void answersDeepLinksWithTheApplication(String path) {
    Answer page = uru.visitor().send("GET", path, null, Map.of("Accept", "text/html"));

    page.expect(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Cache-Control")).contains("no-cache");
    assertThat(page.header("Content-Security-Policy")).contains("default-src", "frame-ancestors");
    assertThat(page.body()).contains("<div id=\"root\"");
  }

  @Test
  void tellsNobodyWhatItRunsOn() {
    Answer page = uru.visitor().get("//");

    assertThat(page.header("Server")).isEmpty();
    assertThat(page.header("X-Powered-By")).isEmpty();
  }

  @Test
  void namesEveryRequest() {
    assertThat(uru.visitor().get("/auth/options").header("X-Request-Id")).isNotBlank();
    assertThat(uru.visitor().get("/me").header("X-Request-Id")).isNotBlank();
  }

  @Test
  void publishesItsContract() {
    String contract = uru.visitor().get("//openapi").expect(200).body();

    assertThat(contract)
        .contains(
            "/conversations/{id}/generations",
            "/generations/{id}/events",
            "/auth/refresh",
            "/me/events");
  }

  @Test
  void publishesItsTransportKeysWithoutTheirSecrets() {
    String keys = uru.visitor().get("/provider-key/jwks").expect(200).body();

    assertThat(keys).contains("\"P-256\"").doesNotContain("\"d\"");
  }

  @Test
  void letsNobodyDrainItWithoutTheSecret() {
    String drain = "//operations/drain";

    uru.visitor().post(drain, null).expectProblem(403, "forbidden");
    uru.visitor()
        .send("POST", drain, null, Map.of("Uru-Operations-Secret", "guessed"))
        .expectProblem(403, "forbidden");
    uru.visitor().get("/health/ready").expect(200);
  }

  @Test
  void showsItsGaugesFromTheStartOn() {
    uru.killServer();
    uru.startServer();

    assertThat(uru.metrics())
        .contains(
            "uru_streams_open",
            "uru_generations_running",
            "uru_openai_breaker_open",
            "uru_user_event_streams_open");
  }

  @Test
  void bootsWithoutAnErrorInAHealthCheck() {
    assertThat(uru.logs()).doesNotContain("Exception executing HealthCheck");
  }
}
