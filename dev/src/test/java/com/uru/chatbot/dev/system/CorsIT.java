package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins; the server under test allows those of one. */
@ExtendWith(UruSystemExtension.class)
class CorsIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final UruSystem uru;

  CorsIT(UruSystem uru) {
    this.uru = uru;
  }

  private HttpRequest.Builder request(String path, String origin) {
    return HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path))
        .header("Origin", origin);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> preflight(String origin) throws IOException, InterruptedException {
    return send(
        request("/conversations", origin)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-type"));
  }

  private static Optional<String> allowed(HttpResponse<?> response) {
    return response.headers().firstValue("Access-Control-Allow-Origin");
  }

  @Test
  void letsAPageOfAnAllowedOriginAskWithAToken() throws Exception {
    HttpResponse<String> preflight = preflight(ServerEnvironment.FOREIGN_ORIGIN);
    HttpResponse<String> response =
        send(
            request("/me", ServerEnvironment.FOREIGN_ORIGIN)
                .header("Authorization", "Bearer " + uru.newUser().token()));

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(allowed(preflight)).hasValue(ServerEnvironment.FOREIGN_ORIGIN);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Content-Type", "Uru-Provider-Key");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(allowed(response)).hasValue(ServerEnvironment.FOREIGN_ORIGIN);
    for (HttpResponse<String> each : List.of(preflight, response)) {
      assertThat(each.headers().allValues("Vary")).contains("Origin");
      assertThat(each.headers().firstValue("Access-Control-Allow-Credentials"))
          .as("cookies stay with Uru's own pages")
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/me", "/no-such-thing"})
  void letsItReadRefusals(String path) throws Exception {
    HttpResponse<String> response = send(request(path, ServerEnvironment.FOREIGN_ORIGIN));

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(allowed(response)).hasValue(ServerEnvironment.FOREIGN_ORIGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://portal.example.org.example.com",
        "http://portal.example.org",
        "https://example.org",
        "https://portal.example.org:8443",
        "https://portal.example.org/",
        "https://user@portal.example.org",
        "https://PORTAL.example.org",
        "https://portal.example.org.",
        "https://portal.example.org, https://example.org",
        "*",
        "null"
      })
  void letsNoOtherPageRead(String origin) throws Exception {
    HttpResponse<String> response =
        send(request("/me", origin).header("Authorization", "Bearer " + uru.newUser().token()));

    assertThat(response.headers().allValues("Vary")).contains("Origin");
    assertThat(allowed(response)).isEmpty();
    assertThat(allowed(preflight(origin))).isEmpty();
  }
}
