package com.uru.chatbot.web.operations;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Formats as another formatter does, without secrets. */
final class RedactingFormatter extends Formatter {
  private final Formatter formatter;

  RedactingFormatter(Formatter formatter) {
    this.formatter = formatter;
  }

  @Override
  public String format(LogRecord entry) {
    return Redaction.of(formatter.format(entry));
  }

  @Override
  public String getHead(Handler handler) {
    return formatter.getHead(handler);
  }

  @Override
  public String getTail(Handler handler) {
    return formatter.getTail(handler);
  }
}
