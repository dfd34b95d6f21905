package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.db.DatabaseRoles;
import com.uru.chatbot.dev.faults.FaultProxy;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.Installation.Result;
import com.uru.chatbot.dev.system.Installation.Running;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code uru start} writes with {@code URU_LOG_FORMAT=json}, from its start to its end. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class JsonLogIT {
  private static final String QUESTION = "Zwieback-Geheimnis 4711";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final int FEW_LINES = 20;

  private final UruSystem uru;
  private FaultProxy database;
  private Running running;
  private UruClient visitor;

  JsonLogIT(UruSystem uru) {
    this.uru = uru;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    database = FaultProxy.to(uru.database().port());
    Installation installation = Installation.in(uru.root().resolve("dev/target/installation-json"));
    Map<String, String> environment = installation.settings(uru);
    environment.put("URU_LOG_FORMAT", "json");
    environment.put("URU_SIGN_UP", "open");
    environment.put(
        "URU_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + DatabaseRoles.DATABASE);
    assertThat(installation.run(environment, "setup").exitCode()).isZero();
    running = installation.start(environment, "start").waitForLine("ready at port");
    visitor = new UruClient("http://127.0.0.1:" + environment.get("URU_PORT"));
  }

  @AfterAll
  void stop() {
    running.stop();
    database.close();
  }

  @Test
  void writesOneObjectALineWithTheIdsOfRequestsAndGenerationsAndNoContent() throws IOException {
    assertThat(running.lines()).hasSizeLessThan(FEW_LINES);
    String email = "canary-" + UUID.randomUUID() + "@example.org";
    UruClient user = visitor;
    user.register(email, UruSystem.PASSWORD, "Test User");
    String key = PracticeFault.NO_TEMPERATURE.key("canary7k3q9x");

    Question question = ask(user, key);
    JsonObject ofGeneration = awaitLine("rejects");
    Answer refused = askWithoutDatabase(user);
    JsonObject ofRequest = awaitLine("service_unavailable");
    Result result = running.stop();

    assertThat(ofGeneration.getString("generationId")).isEqualTo(question.generationId());
    assertThat(ofGeneration.getString("requestId")).isEqualTo("edge-request-1");
    assertThat(ofGeneration.getString("traceId")).isEqualTo(TRACE_ID);
    assertThat(ofGeneration.getString("userId")).isEqualTo(user.user().getString("id"));
    assertThat(ofGeneration.getString("tenantId")).isEqualTo(tenantOf(user));
    assertThat(ofRequest.getString("requestId"))
        .isEqualTo(refused.header("X-Request-Id"))
        .isEqualTo(refused.json().getString("requestId"));
    assertThat(ofRequest.getString("node")).isEqualTo(ofGeneration.getString("node"));
    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).allSatisfy(JsonLogIT::assertIsLogLine);
    assertThat(result.lines().stream().dropWhile(line -> !line.contains("Draining")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"logger\":\"com.uru.chatbot."));
    assertThat(String.join("\n", result.lines()))
        .doesNotContain("canary")
        .doesNotContain(QUESTION)
        .doesNotContain(email)
        .doesNotContain(user.token());
  }

  private static Question ask(UruClient user, String key) {
    Question question =
        Question.first(user.newConversation("gpt-4o"), QUESTION, "gpt-4o")
            .with(Json.createObjectBuilder().add("temperature", 0.5).build());
    user.send(
            "POST",
            "/conversations/" + question.conversationId() + "/generations",
            question.toJson().toString(),
            Map.of(
                "Uru-Provider-Key",
                key,
                "Accept",
                "text/event-stream",
                "X-Request-Id",
                "edge-request-1",
                "traceparent",
                "00-" + TRACE_ID + "-b7ad6b7169203331-01"))
        .expect(200);
    return question;
  }

  private Answer askWithoutDatabase(UruClient user) {
    database.down();
    try {
      Answer refused = user.get("/me");
      refused.expectProblem(503, "service_unavailable");
      return refused;
    } finally {
      database.heal();
    }
  }

  private JsonObject awaitLine(String text) {
    running.waitForLine(text);
    return running.lines().stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .map(JsonLogIT::parse)
        .orElseThrow();
  }

  private String tenantOf(UruClient user) {
    List<String> tenants =
        uru.select(
            "select tenant_id::text from users where email = '" + user.email() + "'",
            row -> row.getString(1));
    return tenants.get(0);
  }

  private static void assertIsLogLine(String text) {
    JsonObject line = parse(text);
    assertThat(OffsetDateTime.parse(line.getString("time"))).isNotNull();
    assertThat(line.getString("level")).isIn("SEVERE", "WARNING", "INFO");
    assertThat(line.getString("message")).isNotBlank();
    assertThat(line.getString("logger")).isNotBlank();
  }

  private static JsonObject parse(String line) {
    return Json.createReader(new StringReader(line)).readObject();
  }
}
