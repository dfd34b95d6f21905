package com.uru.chatbot.web.operations;

import com.uru.chatbot.generation.node.NodeDrain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
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
  private final UUID node;

  /** For the container's proxy. */
  protected LogSetup() {
    this("text", new UUID(0, 0));
  }

  @Inject
  public LogSetup(@ConfigProperty(name = "uru.log.format") String format, NodeDrain drain) {
    this(format, drain.node());
  }

  LogSetup(String format, UUID node) {
    this.format = format;
    this.node = node;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    TOKEN_CHECK.setLevel(Level.SEVERE);
    apply(List.of(Logger.getLogger("").getHandlers()));
  }

  void apply(List<Handler> handlers) {
    for (Handler handler : handlers) {
      Formatter current = handler.getFormatter();
      if (current != null && !isSetUp(current)) {
        handler.setFormatter(
            format.equals(JSON) ? new JsonLineFormatter(node) : new RedactingFormatter(current));
        handler.setFilter(new RefusalFilter(handler.getFilter()));
      }
    }
  }

  private static boolean isSetUp(Formatter formatter) {
    return formatter instanceof RedactingFormatter || formatter instanceof JsonLineFormatter;
  }
}
