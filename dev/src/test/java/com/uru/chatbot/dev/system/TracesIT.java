package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The spans of one question, as a collector gets them. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class TracesIT {
  private static final String QUESTION = "Zwieback-Geheimnis 4711";
  private static final String ASK = "POST /api/v1/conversations/{id}/generations";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SENDER = "b7ad6b7169203331";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final UruSystem uru;
  private final List<JsonObject> spans = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  TracesIT(UruSystem uru) {
    this.uru = uru;
  }

  @BeforeAll
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (JsonReader reader = Json.createReader(exchange.getRequestBody())) {
            JsonObject resource =
                reader.readObject().getJsonArray("resourceSpans").getJsonObject(0);
            JsonObject scope = resource.getJsonArray("scopeSpans").getJsonObject(0);
            spans.addAll(scope.getJsonArray("spans").getValuesAs(JsonObject.class));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    uru.killServer();
    uru.startServer(
        Map.of(
            "URU_TRACES_ENDPOINT",
            "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces",
            "URU_WARM_UP",
            "true"));
  }

  @AfterAll
  void stop() {
    collector.stop(0);
    uru.killServer();
    uru.startServer();
  }

  @Test
  void continueTheTraceOfTheRequestToTheProviderAndTheDatabaseWithoutContent() {
    UruClient user = uru.newUser();
    Question question = Question.first(user.newConversation("gpt-4o"), QUESTION, "gpt-4o");
    user.send(
            "POST",
            "/conversations/" + question.conversationId() + "/generations",
            question.toJson().toString(),
            Map.of(
                "Uru-Provider-Key",
                PracticeFault.NONE.key("canary7k3q9x"),
                "Accept",
                "text/event-stream",
                "traceparent",
                "00-" + TRACE_ID + "-" + SENDER + "-01"))
        .expect(200);

    JsonObject request = await(span -> span.getString("parentSpanId", "").equals(SENDER));
    JsonObject call = await(span -> span.getString("name").equals("chat gpt-4o"));
    JsonObject saved = await(span -> span.getString("name").endsWith("EndGeneration.byNode"));

    assertThat(request.getString("name")).isEqualTo(ASK);
    assertThat(spans)
        .describedAs("recorded questions: none of the warm-up")
        .filteredOn(span -> span.getString("name").equals(ASK))
        .hasSize(1);
    assertThat(List.of(request, call, saved))
        .allSatisfy(span -> assertThat(span.getString("traceId")).isEqualTo(TRACE_ID));
    assertThat(List.of(call, saved))
        .allSatisfy(
            span ->
                assertThat(span.getString("parentSpanId")).isEqualTo(request.getString("spanId")));
    assertThat(call.toString()).contains("gen_ai.request.model", "gen_ai.usage.output_tokens");
    assertThat(saved.toString()).contains("db.system.name", "postgresql");
    assertThat(spans.toString())
        .doesNotContain("canary7k3q9x", QUESTION, user.email(), user.token())
        .doesNotContain(question.conversationId());
  }

  private JsonObject await(Predicate<JsonObject> wanted) {
    Eventually.within(LIMIT, "a span", () -> spans.stream().anyMatch(wanted));
    return spans.stream().filter(wanted).findFirst().orElseThrow();
  }
}
