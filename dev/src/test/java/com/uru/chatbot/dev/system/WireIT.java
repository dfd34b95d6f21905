package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies between client and server see: coding and head of answers, start of streams. */
@ExtendWith(UruSystemExtension.class)
class WireIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LONG_PROMPT = "Be brief, and be brief again. ".repeat(100);

  private final UruSystem uru;
  private UruClient user;
  private String conversation = "";

  WireIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void createConversation() {
    user = uru.newUser();
    conversation =
        user.post(
                "/conversations",
                Json.createObjectBuilder()
                    .add("model", "gpt-4o")
                    .add("systemPrompt", LONG_PROMPT)
                    .build())
            .expect(201)
            .json()
            .getString("id");
  }

  @Test
  void compressesALargeAnswerForAClientThatAcceptsIt() throws Exception {
    String path = "/conversations/" + conversation;
    HttpResponse<InputStream> compressed =
        send(request(path).header("Accept-Encoding", "br, gzip;q=0.5"));
    byte[] bytes = compressed.body().readAllBytes();

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(bytes).hasSizeLessThan(LONG_PROMPT.length() / 4);
    assertThat(new String(gunzip(bytes), UTF_8)).isEqualTo(user.get(path).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.1, identity"})
  void leavesALargeAnswerAsItIsForAnyOtherClient(String acceptEncoding) throws Exception {
    HttpResponse<InputStream> plain =
        send(request("/conversations/" + conversation).header("Accept-Encoding", acceptEncoding));

    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(new String(plain.body().readAllBytes(), UTF_8)).contains(LONG_PROMPT);
  }

  @Test
  void leavesASmallAnswerAsItIs() throws Exception {
    HttpResponse<InputStream> small = send(request("/me").header("Accept-Encoding", "gzip"));

    assertThat(header(small, "Content-Encoding")).isEmpty();
    assertThat(small.headers().allValues("Vary")).contains("Accept-Encoding");
  }

  @Test
  void beginsAStreamWithACommentThatNoProxyHoldsBack() throws Exception {
    Question question = Question.first(conversation, "Hello", "gpt-4o");

    HttpResponse<InputStream> stream = stream(question, PracticeFault.FAST);

    assertThat(header(stream, "Content-Encoding")).isEmpty();
    assertThat(header(stream, "Cache-Control")).isEqualTo("no-store, no-transform");
    assertThat(header(stream, "X-Accel-Buffering")).isEqualTo("no");
    assertThat(firstLine(stream)).startsWith(":");
  }

  @Test
  void beginsAResumedStreamWithACommentWhileTheModelIsSilent() throws Exception {
    Question question = Question.first(conversation, "Hello", "gpt-4o");
    EventStream first = user.ask(question, PracticeFault.STALL.key());
    first.await("delta");

    HttpResponse<InputStream> resumed =
        send(
            request("/generations/" + question.generationId() + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(first.lastId())));

    assertThat(header(resumed, "Cache-Control")).isEqualTo("no-store, no-transform");
    assertThat(firstLine(resumed)).startsWith(":");
  }

  private HttpResponse<InputStream> stream(Question question, PracticeFault fault)
      throws Exception {
    return send(
        request("/conversations/" + conversation + "/generations")
            .header("Accept", "text/event-stream")
            .header("Accept-Encoding", "gzip, br")
            .header("Content-Type", "application/json")
            .header("Uru-Provider-Key", fault.key())
            .POST(BodyPublishers.ofString(question.toJson().toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path))
        .header("Authorization", "Bearer " + user.token())
        .header("Uru-Client", "system-test");
  }

  private static HttpResponse<InputStream> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static byte[] gunzip(byte[] compressed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
  }

  private static String firstLine(HttpResponse<InputStream> stream) throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      return lines.readLine();
    }
  }
}
