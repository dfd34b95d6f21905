package com.uru.chatbot.web.operations;

import com.uru.chatbot.shared.UniqueKeys;
import com.uru.chatbot.web.problem.Problems;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the layers between PostgreSQL and the resources log about a refusal of the database
 * that Uru expects: each of them writes a stack trace, and {@link Problems} writes one line.
 */
final class RefusalFilter implements Filter {
  private static final List<String> LAYERS =
      List.of(
          "org.eclipse.persistence.session",
          "javax.enterprise.resource.jta",
          "jakarta.enterprise.ejb.container");

  /**
   * Announces the stack trace that the EJB container logs next, which names bean and method too.
   */
  private static final String ANNOUNCEMENT = "AS-EJB-00056";

  private final @Nullable Filter next;

  RefusalFilter(@Nullable Filter next) {
    this.next = next;
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    return !isRefusal(entry) && (next == null || next.isLoggable(entry));
  }

  private static boolean isRefusal(LogRecord entry) {
    String logger = entry.getLoggerName();
    if (logger == null
        || entry.getLevel().intValue() > Level.WARNING.intValue()
        || LAYERS.stream().noneMatch(logger::startsWith)) {
      return false;
    }
    Throwable thrown = entry.getThrown();
    return thrown == null
        ? ANNOUNCEMENT.equals(entry.getMessage())
        : UniqueKeys.isUniqueViolation(thrown) || Problems.isRefusal(thrown);
  }
}
