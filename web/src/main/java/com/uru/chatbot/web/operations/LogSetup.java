package com.uru.chatbot.web.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes every log handler of the server write without secrets and without the stack traces of
 * expected refusals, and in JSON where {@code URU_LOG_FORMAT=json} asks for it.
 */
@ApplicationScoped
public class LogSetup {
  private static final String JSON = "json";

  /** It logs a stack trace for every bad token, which any stranger can send. */
  private static final Logger TOKEN_CHECK = Logger.getLogger("fish.payara.microprofile.jwtauth");

  private final String format;

  @SuppressWarnings("NullAway.Init")
  protected LogSetup() {
    this("text");
  }

  @Inject
  public LogSetup(@ConfigProperty(name = "uru.log.format") String format) {
    this.format = format;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    TOKEN_CHECK.setLevel(Level.SEVERE);
    apply(List.of(Logger.getLogger("").getHandlers()));
  }

  void apply(List<Handler> handlers) {
    for (Handler handler : handlers) {
      Formatter current = handler.getFormatter();
      if (current != null && !(current instanceof RedactingFormatter)) {
        handler.setFormatter(
            new RedactingFormatter(format.equals(JSON) ? new JsonLineFormatter() : current));
        handler.setFilter(new RefusalFilter(handler.getFilter()));
      }
    }
  }
}
