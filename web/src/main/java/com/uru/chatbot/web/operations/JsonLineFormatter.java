package com.uru.chatbot.web.operations;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object a line: time, level, logger, message and, if there is one, the exception. */
final class JsonLineFormatter extends Formatter {
  @Override
  public String format(LogRecord entry) {
    JsonObjectBuilder line =
        Json.createObjectBuilder()
            .add("time", entry.getInstant().toString())
            .add("level", entry.getLevel().getName())
            .add("logger", String.valueOf(entry.getLoggerName()))
            .add("thread", entry.getLongThreadID())
            .add("message", formatMessage(entry));
    if (entry.getThrown() != null) {
      StringWriter trace = new StringWriter();
      entry.getThrown().printStackTrace(new PrintWriter(trace));
      line.add("exception", trace.toString());
    }
    return line.build() + "\n";
  }
}
