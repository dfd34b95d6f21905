package com.uru.chatbot.web.operations;

import com.uru.chatbot.shared.LogContext;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: time (RFC 3339), level, logger, thread, message, node, and, if there are
 * any, the ids of the {@link LogContext} and the exception. Texts are written without secrets.
 */
final class JsonLineFormatter extends Formatter {
  /** Kept: each call of the {@link Json} methods looks for the provider in all archives. */
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private final String node;

  /**
   * Writes lines of this node.
   *
   * @param node its id in the leases, a new one for each start
   */
  JsonLineFormatter(UUID node) {
    this.node = node.toString();
  }

  /** Runs on the thread that logs, so its context is the one of the entry. */
  @Override
  public String format(LogRecord entry) {
    LogContext context = LogContext.current();
    JsonObjectBuilder line =
        JSON.createObjectBuilder()
            .add("time", entry.getInstant().toString())
            .add("level", entry.getLevel().getName())
            .add("logger", String.valueOf(entry.getLoggerName()))
            .add("thread", entry.getLongThreadID())
            .add("message", Redaction.of(formatMessage(entry)))
            .add("node", node);
    add(line, "requestId", context.requestId());
    add(line, "traceId", context.traceId());
    add(line, "tenantId", context.tenantId());
    add(line, "userId", context.userId());
    add(line, "generationId", context.generationId());
    if (entry.getThrown() != null) {
      StringWriter trace = new StringWriter();
      entry.getThrown().printStackTrace(new PrintWriter(trace));
      line.add("exception", Redaction.of(trace.toString()));
    }
    return line.build() + "\n";
  }

  private static void add(JsonObjectBuilder line, String name, @Nullable Object id) {
    if (id != null) {
      line.add(name, id.toString());
    }
  }
}
