package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import com.uru.chatbot.dev.launcher.PayaraServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server under test is told, the same for every harness; each changes what it needs.
 *
 * @param port where the server listens
 * @param variables the server's environment variables
 */
record ServerEnvironment(int port, Map<String, String> variables) {
  static final String PASSWORD = "correct horse 42";
  static final String ADMINISTRATOR = "admin@uru.local";

  /** Whose pages may call the API. */
  static final String FOREIGN_ORIGIN = "https://portal.example.org";

  /** Whom {@code security.txt} names. */
  static final String SECURITY_CONTACT = "mailto:security@example.org";

  /** The project's folder. */
  static final Path ROOT =
      Path.of(System.getProperty("uru.root", "..")).toAbsolutePath().normalize();

  ServerEnvironment {
    variables = Map.copyOf(variables);
  }

  /**
   * The usual settings: open sign-up, an administrator, upstream timeouts of three seconds, quick
   * retries, a breaker that closes soon, and rates that no test reaches.
   *
   * @param upstreamUrl where the practice upstream is reached, without {@code /v1}
   */
  static ServerEnvironment of(
      int port, DatabaseAccess database, Path serverKeys, String upstreamUrl) {
    return new ServerEnvironment(
        port,
        Map.ofEntries(
            Map.entry("URU_DATABASE_URL", database.url()),
            Map.entry("URU_DATABASE_USER", database.application().user()),
            Map.entry("URU_DATABASE_PASSWORD", database.application().password()),
            Map.entry("URU_ISSUER", issuer(port)),
            Map.entry("URU_SIGN_UP", "open"),
            Map.entry("URU_CORS_ORIGINS", FOREIGN_ORIGIN),
            Map.entry("URU_SECURITY_CONTACT", SECURITY_CONTACT),
            Map.entry("URU_PROFILE", "development"),
            Map.entry("URU_ADMIN_EMAIL", ADMINISTRATOR),
            Map.entry("URU_ADMIN_PASSWORD", PASSWORD),
            Map.entry("URU_SERVER_KEYS_FILE", serverKeys.toString()),
            Map.entry("URU_OPENAI_BASE_URL", upstreamUrl + "/v1"),
            Map.entry("URU_OPENAI_FIRST_BYTE_TIMEOUT", "PT3S"),
            Map.entry("URU_OPENAI_THINKING_TIMEOUT", "PT3S"),
            Map.entry("URU_OPENAI_IDLE_TIMEOUT", "PT3S"),
            Map.entry("URU_OPENAI_RETRY_DELAY", "PT0.05S"),
            Map.entry("URU_OPENAI_BREAKER_PAUSE_MILLIS", "1000"),
            Map.entry("URU_METRICS_PASSWORD", PASSWORD),
            Map.entry("URU_RATE_LIMIT_GENERATIONS_PER_MINUTE", "100000"),
            Map.entry("URU_RATE_LIMIT_REGISTRATIONS_PER_HOUR", "100000"),
            Map.entry("URU_RATE_LIMIT_SIGN_IN_FAILURES_PER_ADDRESS", "100000"),
            Map.entry("URU_PRACTICE_MODE", "true")));
  }

  /** Returns {@code URU_ISSUER} of a server that listens at this port. */
  static String issuer(int port) {
    return "http://localhost:" + port;
  }

  /** The same with one setting changed or added. */
  ServerEnvironment with(String variable, String value) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put(variable, value);
    return new ServerEnvironment(port, changed);
  }

  /**
   * Starts the real WAR with these settings; it is not ready yet.
   *
   * @param home folder of the server, one for each server that runs at a time
   * @param log file that takes what the server says
   */
  PayaraServer start(Path home, Path log) {
    return PayaraServer.start(
        new PayaraServer.Setup(
            ROOT.resolve("dev/target/payara-micro.jar"),
            ROOT.resolve("deploy/payara/preboot.txt"),
            ROOT.resolve("web/target/uru.war"),
            home,
            log,
            port,
            variables));
  }
}
