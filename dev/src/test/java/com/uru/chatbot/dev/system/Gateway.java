package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway of another project, installed into {@code target/gateways} and run as a process. */
final class Gateway implements AutoCloseable {
  private static final Path FOLDER = ServerEnvironment.ROOT.resolve("dev/target/gateways");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final long INSTALL_MINUTES = 20;

  /** Newer versions of its HTTP server answer each request with 500 on Node 20. */
  private static final String PORTKEY_PACKAGE =
      """
      {"private": true, "dependencies": {"@portkey-ai/gateway": "1.15.2"},
       "overrides": {"@hono/node-server": "1.13.8"}}
      """;

  private final int port;
  private final Process process;

  private Gateway(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts LiteLLM, installed from PyPI.
   *
   * @param keys the key of the upstream for each model
   * @param masterKey the key that it wants
   */
  static Gateway liteLlm(String upstreamUrl, Map<String, String> keys, String masterKey) {
    Path home = FOLDER.resolve("litellm");
    Path python = home.resolve("bin/python");
    Path litellm = home.resolve("bin/litellm");
    if (!Files.exists(litellm)) {
      install(home, "python3", "-m", "venv", home.toString());
      install(home, python.toString(), "-m", "pip", "install", "-q", "litellm[proxy]==1.108.7");
    }
    StringBuilder config = new StringBuilder("model_list:\n");
    for (Map.Entry<String, String> model : keys.entrySet()) {
      config.append(
          """
            - model_name: %1$s
              litellm_params: {model: openai/%1$s, api_base: %2$s/v1, api_key: %3$s}
          """
              .formatted(model.getKey(), upstreamUrl, model.getValue()));
    }
    config.append("general_settings: {master_key: ").append(masterKey).append("}\n");
    int port = freePort();
    Path file = write(home.resolve("config.yaml"), config.toString());
    return start(
        port,
        home,
        "/health/liveliness",
        new ProcessBuilder(
            litellm.toString(),
            "--config",
            file.toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--telemetry",
            "False"));
  }

  /** Starts Portkey's open-source gateway, installed from npm. */
  static Gateway portkey() {
    Path home = FOLDER.resolve("portkey");
    Path server = home.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
    if (!Files.exists(server)) {
      write(home.resolve("package.json"), PORTKEY_PACKAGE);
      install(home, "npm", "install", "--silent");
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder("node", server.toString(), "--headless", "--port=" + port);
    // It refuses to connect to addresses of the own machine unless they are named.
    builder.environment().put("TRUSTED_CUSTOM_HOSTS", "localhost,127.0.0.1");
    return start(port, home, "/", builder);
  }

  private static void install(Path home, String... command) {
    try {
      Files.createDirectories(home);
      Process process = process(home, "install.log", new ProcessBuilder(command));
      assertThat(process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as("%s, see %s", command[0], home).isZero();
    } catch (IOException e) {
      throw new AssertionError("Needs Python 3 with venv, and npm: " + command[0], e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Gateway start(int port, Path home, String healthPath, ProcessBuilder builder) {
    try {
      Gateway gateway = new Gateway(port, process(home, "gateway.log", builder));
      Eventually.within(START_LIMIT, "the gateway, see " + home, () -> gateway.answers(healthPath));
      return gateway;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Process process(Path home, String log, ProcessBuilder builder) throws IOException {
    return builder
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve(log).toFile())
        .start();
  }

  private boolean answers(String path) {
    assertThat(process.isAlive()).as("the gateway runs").isTrue();
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() < 500;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Path write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns where it listens, without {@code /v1}. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }
}
