package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Uru as an operator installs it without a container: a folder with the scripts of deploy/. */
final class Installation {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Path home;

  private Installation(Path home) {
    this.home = home;
  }

  /** What a command wrote and how it ended. */
  record Result(int exitCode, List<String> lines) {
    String lastLine() {
      return lines.get(lines.size() - 1);
    }
  }

  /** A command that runs. */
  record Running(Process process, Path output) {
    Running waitForLine(String text) {
      Eventually.within(
          LIMIT,
          "the line '" + text + "' in " + output,
          () -> !process.isAlive() || lines().stream().anyMatch(line -> line.contains(text)));
      assertThat(lines()).anySatisfy(line -> assertThat(line).contains(text));
      return this;
    }

    Result stop() {
      process.destroy();
      return result();
    }

    Result result() {
      try {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
            .as("the command has ended")
            .isTrue();
        return new Result(process.exitValue(), lines());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }

    List<String> lines() {
      try {
        return Files.readAllLines(output);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Makes the folder, or takes the one of an earlier run. */
  static Installation in(Path home) throws IOException, InterruptedException {
    return in(home, ServerEnvironment.ROOT);
  }

  /** The same of another release, from the folder of its built project. */
  static Installation in(Path home, Path root) throws IOException, InterruptedException {
    Files.createDirectories(home);
    try (Stream<Path> files = Files.list(root.resolve("deploy/payara"))) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            home.resolve(file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Path application = home.resolve("app");
    Files.deleteIfExists(application);
    Files.createSymbolicLink(application, root.resolve("web/target/uru"));
    if (!Files.exists(home.resolve("server/launch-micro.jar"))) {
      Process layOut =
          new ProcessBuilder(
                  javaFolder().resolve("java").toString(),
                  "-jar",
                  ServerEnvironment.ROOT.resolve("dev/target/payara-micro.jar").toString(),
                  "--rootdir",
                  home.resolve("server").toString(),
                  "--outputlauncher")
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("layout.log").toFile())
              .start();
      assertThat(layOut.waitFor()).isZero();
    }
    return new Installation(home);
  }

  /** Starts {@code uru COMMAND} in another folder, with these variables of Uru only. */
  Running start(Map<String, String> environment, String... command) throws IOException {
    Path output = Files.createTempFile(home, command[0], ".log");
    return new Running(
        builder(environment, command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Runs {@code uru COMMAND} to its end. */
  Result run(Map<String, String> environment, String... command) throws IOException {
    return start(environment, command).result();
  }

  /** As {@link #run}, with another standard output; the lines are those of the error output. */
  Result runInto(File standardOutput, Map<String, String> environment, String... command)
      throws IOException {
    Path output = Files.createTempFile(home, command[0], ".log");
    return new Running(
            builder(environment, command)
                .redirectError(output.toFile())
                .redirectOutput(standardOutput)
                .start(),
            output)
        .result();
  }

  private ProcessBuilder builder(Map<String, String> environment, String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(home.resolve("uru").toString()), Stream.of(command))
                    .toList())
            .directory(Path.of("/").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("URU_"));
    builder.environment().merge("PATH", javaFolder().toString(), (old, bin) -> bin + ":" + old);
    builder.environment().putAll(environment);
    return builder;
  }

  /** Returns a file of this name in the folder. */
  Path file(String name) {
    return home.resolve(name);
  }

  /** Returns settings for the database and the upstream of the tests, and a free port. */
  Map<String, String> settings(UruSystem uru) {
    DatabaseAccess database = uru.database().access();
    Map<String, String> settings = new HashMap<>();
    // The database's passwords are weak.
    settings.put("URU_PROFILE", "development");
    settings.put("URU_DATABASE_URL", database.url());
    settings.put("URU_DATABASE_PASSWORD", database.application().password());
    settings.put("URU_DATABASE_OWNER_URL", database.url());
    settings.put("URU_DATABASE_OWNER_USER", database.owner().user());
    settings.put("URU_DATABASE_OWNER_PASSWORD", database.owner().password());
    settings.put("URU_SERVER_KEYS_FILE", file("server-keys.json").toString());
    settings.put("URU_ISSUER", "http://localhost");
    settings.put("URU_OPENAI_BASE_URL", uru.upstreamUrl() + "/v1");
    settings.put("URU_PORT", "" + freePort());
    return settings;
  }

  /**
   * The usual settings: open sign-up, an administrator, a short farewell, and rates that no test
   * reaches.
   *
   * @param upstreamUrl where the practice upstream is reached, without {@code /v1}
   */
  static Map<String, String> settings(
      DatabaseAccess database, Path serverKeys, int port, String upstreamUrl) {
    return Map.ofEntries(
        // The database's passwords are weak.
        Map.entry("URU_PROFILE", "development"),
        Map.entry("URU_DATABASE_URL", database.url()),
        Map.entry("URU_DATABASE_PASSWORD", database.application().password()),
        Map.entry("URU_DATABASE_SUPERUSER_URL", database.url().replaceFirst("uru$", "postgres")),
        Map.entry("URU_DATABASE_OWNER_URL", database.url()),
        Map.entry("URU_DATABASE_OWNER_USER", database.owner().user()),
        Map.entry("URU_DATABASE_OWNER_PASSWORD", database.owner().password()),
        Map.entry("URU_SERVER_KEYS_FILE", serverKeys.toString()),
        Map.entry("URU_ISSUER", "http://localhost"),
        Map.entry("URU_PORT", "" + port),
        Map.entry("URU_SHUTDOWN_GRACE", "PT1S"),
        Map.entry("URU_SIGN_UP", "open"),
        Map.entry("URU_ADMIN_EMAIL", ServerEnvironment.ADMINISTRATOR),
        Map.entry("URU_ADMIN_PASSWORD", ServerEnvironment.PASSWORD),
        Map.entry("URU_OPENAI_BASE_URL", upstreamUrl + "/v1"),
        Map.entry("URU_RATE_LIMIT_GENERATIONS_PER_MINUTE", "100000"));
  }

  /** Returns a port that nothing listens at. */
  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path javaFolder() {
    return Path.of(System.getProperty("java.home"), "bin");
  }
}
