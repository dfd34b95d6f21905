package com.uru.chatbot.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.LogContext;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSetupTest {
  private static final String JWS = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
  private static final String JWE = "eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn";

  private static final UUID NODE = UUID.randomUUID();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final StreamHandler handler = new StreamHandler(written, new SimpleFormatter());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-practice-0123456789",
        "sk-proj-AbC_dEf-0123456789",
        JWS,
        JWE,
        "Bearer 0123456789abcdef",
        "bearer c2VjcmV0c2VjcmV0=="
      })
  void writesNothingThatLooksLikeASecret(String secret) {
    new LogSetup("text", NODE).apply(List.of(handler));

    log("Refused: {0} by the other side", secret, new IllegalStateException("got " + secret));

    assertThat(text()).contains("by the other side").contains("[redacted]");
    assertThat(text()).doesNotContain(secret.replaceFirst("(?i)bearer ", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"risk-based task-oriented", "bearer of news", "0193a0f4-0000-7000-8000-1", "sk-"})
  void leavesOrdinaryTextAlone(String ordinary) {
    assertThat(Redaction.of(ordinary)).isEqualTo(ordinary);
  }

  @Test
  void writesOneJsonObjectALineWhenAskedTo() {
    new LogSetup("json", NODE).apply(List.of(handler));

    log("first\n{0}", "second \"line\"", new IllegalStateException("why"));

    assertThat(text()).endsWith("}\n").containsOnlyOnce("\n");
    JsonObject line = Json.createReader(new StringReader(text())).readObject();
    assertThat(line.getString("level")).isEqualTo("SEVERE");
    assertThat(line.getString("logger")).isEqualTo("uru");
    assertThat(line.getString("message")).isEqualTo("first\nsecond \"line\"");
    assertThat(line.getString("exception")).contains("IllegalStateException: why");
  }

  @Test
  void writesTheIdsOfTheContextAndOfTheNodeInJson() {
    new LogSetup("json", NODE).apply(List.of(handler));
    UUID tenant = UUID.randomUUID();
    UUID user = UUID.randomUUID();
    UUID generation = UUID.randomUUID();

    LogContext.ofRequest("request-1", "0af7651916cd43dd8448eb211c80319c")
        .withUser(tenant, user)
        .withGeneration(generation)
        .run(() -> log("{0}", "done", new IllegalStateException()));

    JsonObject line = Json.createReader(new StringReader(text())).readObject();
    assertThat(line.getString("requestId")).isEqualTo("request-1");
    assertThat(line.getString("traceId")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(line.getString("tenantId")).isEqualTo(tenant.toString());
    assertThat(line.getString("userId")).isEqualTo(user.toString());
    assertThat(line.getString("generationId")).isEqualTo(generation.toString());
    assertThat(line.getString("node")).isEqualTo(NODE.toString());
  }

  @Test
  void leavesOutIdsThatThereAreNot() {
    new LogSetup("json", NODE).apply(List.of(handler));

    log("{0}", "done", new IllegalStateException());

    assertThat(Json.createReader(new StringReader(text())).readObject())
        .doesNotContainKeys("requestId", "traceId", "tenantId", "userId", "generationId");
  }

  @Test
  void staysJsonWhenSecretsAreTakenOut() {
    new LogSetup("json", NODE).apply(List.of(handler));

    log("Sent Bearer {0}", JWS, new IllegalStateException("got " + JWE));

    JsonObject line = Json.createReader(new StringReader(text())).readObject();
    assertThat(line.getString("message")).isEqualTo("Sent Bearer [redacted]");
    assertThat(line.getString("exception")).contains("got [redacted]").doesNotContain(JWE);
  }

  @Test
  void writesNoStackTraceOfAnExpectedRefusal() {
    new LogSetup("text", NODE).apply(List.of(handler));
    LogRecord entry = new LogRecord(Level.WARNING, "");
    entry.setLoggerName("jakarta.enterprise.ejb.container");
    entry.setThrown(new SQLException("lock timeout", "55P03"));

    handler.publish(entry);
    handler.flush();

    assertThat(text()).isEmpty();
  }

  @Test
  void setsUpAHandlerOnlyOnce() {
    LogSetup setup = new LogSetup("text", NODE);
    setup.apply(List.of(handler));
    Object formatter = handler.getFormatter();
    setup.apply(List.of(handler));

    assertThat(handler.getFormatter()).isSameAs(formatter);
  }

  private void log(String message, String parameter, Throwable thrown) {
    LogRecord entry = new LogRecord(Level.SEVERE, message);
    entry.setLoggerName("uru");
    entry.setParameters(new Object[] {parameter});
    entry.setThrown(thrown);
    handler.publish(entry);
    handler.flush();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
