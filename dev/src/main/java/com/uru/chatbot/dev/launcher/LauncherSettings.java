package com.uru.chatbot.dev.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What the developer asked for.
 *
 * @param root folder of the project
 * @param payara the jar of Payara Micro
 * @param port where to listen ({@code -Dport=})
 * @param practice whether the practice upstream stands in for OpenAI ({@code -Dopenai=practice})
 * @param environment variables of the process; {@code URU_*} go on to the server
 */
record LauncherSettings(
    Path root, Path payara, int port, boolean practice, Map<String, String> environment) {
  static LauncherSettings of(Properties properties, Map<String, String> environment) {
    Path root = Path.of(properties.getProperty("uru.root", "")).toAbsolutePath().normalize();
    String payara = properties.getProperty("uru.payara", "dev/target/payara-micro.jar");
    return new LauncherSettings(
        root,
        root.resolve(payara),
        port(properties.getProperty("port", "8080")),
        practice(properties.getProperty("openai", "real")),
        Map.copyOf(environment));
  }

  private static int port(String value) {
    if (value.matches("\\d{1,5}")) {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw new LaunchFailedException("-Dport=" + value + " is no port: choose 1 to 65535.");
  }

  private static boolean practice(String value) {
    return switch (value) {
      case "practice" -> true;
      case "real" -> false;
      default ->
          throw new LaunchFailedException(
              "-Dopenai=" + value + " is unknown: choose practice or real (the default).");
    };
  }

  Path state() {
    return root.resolve(".uru");
  }

  Path log() {
    return state().resolve("server.log");
  }

  Path war() {
    return root.resolve("web/target/uru.war");
  }

  Path prebootCommands() {
    return root.resolve("deploy/payara/preboot.txt");
  }

  String administratorEmail() {
    return environment.getOrDefault("URU_ADMIN_EMAIL", "admin@uru.local");
  }
}
