package com.uru.chatbot.dev.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Uru on Payara Micro, as a child process that listens on a loopback port.
 *
 * <p>The server is laid out once in its home; after its first orderly stop it also keeps its loaded
 * classes in an archive, and so starts in about half the time.
 */
public final class PayaraServer implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(150);
  private static final String PID_FILE = "pid";

  /** Without the application, the server may call itself ready, too. */
  private static final String OUR_CHECK = "\"database\"";

  private static final String LISTENER =
      "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";

  private final Process process;
  private final Setup setup;
  private final String operationsSecret;

  private PayaraServer(Process process, Setup setup, String operationsSecret) {
    this.process = process;
    this.setup = setup;
    this.operationsSecret = operationsSecret;
  }

  /**
   * What to run where.
   *
   * @param payara the jar of Payara Micro
   * @param prebootCommands the file with the boot commands of every deployment
   * @param war what to deploy
   * @param home folder of the server, made when it is missing
   * @param log file that takes what the server says; it is overwritten
   * @param port a free port
   * @param environment settings, beside the ones of this process
   */
  public record Setup(
      Path payara,
      Path prebootCommands,
      Path war,
      Path home,
      Path log,
      int port,
      Map<String, String> environment) {
    Path launcher() {
      return home.resolve("launch-micro.jar");
    }

    Path classArchive() {
      return home.resolve("classes-" + Runtime.version().toString().replace('+', '-') + ".jsa");
    }

    Path configuration() {
      return home.resolve("config/domain.xml");
    }

    Path pristineConfiguration() {
      return home.resolve("config/domain.xml.pristine");
    }

    Path pidFile() {
      return home.resolve(PID_FILE);
    }
  }

  /** Starts it; it is not ready yet. */
  public static PayaraServer start(Setup setup) {
    try {
      Files.createDirectories(setup.home());
      endLeftover(setup.home());
      layOut(setup);
      forgetDeployment(setup);
      String operationsSecret = UUID.randomUUID().toString();
      Process process = launch(setup, operationsSecret);
      Files.writeString(setup.pidFile(), identity(process.toHandle()));
      return new PayaraServer(process, setup, operationsSecret);
    } catch (IOException e) {
      throw new LaunchFailedException("The server did not start: " + e.getMessage(), e);
    }
  }

  /** Ends what a killed launcher left running in this home. */
  static void endLeftover(Path home) throws IOException {
    Path pidFile = home.resolve(PID_FILE);
    if (!Files.exists(pidFile)) {
      return;
    }
    String identity = Files.readString(pidFile);
    long pid = Long.parseLong(identity.substring(0, identity.indexOf(' ')));
    Optional<ProcessHandle> leftover =
        ProcessHandle.of(pid).filter(process -> identity(process).equals(identity));
    if (leftover.isPresent()) {
      leftover.get().destroyForcibly();
      leftover.get().onExit().join();
    }
  }

  /** A process id may be given again; together with the start it is unique. */
  private static String identity(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static void layOut(Setup setup) throws IOException {
    if (Files.exists(setup.pristineConfiguration())) {
      return;
    }
    Process layOut =
        new ProcessBuilder(
                java(),
                "-jar",
                setup.payara().toString(),
                "--rootdir",
                setup.home().toString(),
                "--outputlauncher")
            .redirectErrorStream(true)
            .redirectOutput(setup.log().toFile())
            .start();
    layOut.onExit().join();
    if (layOut.exitValue() != 0 || !Files.exists(setup.launcher())) {
      throw new LaunchFailedException("Payara Micro was not laid out: see " + setup.log());
    }
    Files.copy(setup.configuration(), setup.pristineConfiguration());
  }

  /** Or the server would load what was deployed last time, and then deploy it once more. */
  private static void forgetDeployment(Setup setup) throws IOException {
    Files.copy(
        setup.pristineConfiguration(), setup.configuration(), StandardCopyOption.REPLACE_EXISTING);
    for (String remains : List.of("applications", "generated")) {
      Path folder = setup.home().resolve(remains);
      if (Files.exists(folder)) {
        deleteTree(folder);
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Process launch(Setup setup, String operationsSecret) throws IOException {
    List<String> command = new ArrayList<>();
    if (File.separatorChar == '/') {
      // Ctrl-C goes to every process of the terminal; the server must wait for the launcher's word.
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    }
    command.addAll(
        List.of(java(), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    // Payara upper-cases the names of settings in the default locale: in Turkish, i becomes İ.
    command.add("-Duser.language=en");
    command.add("-Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl");
    // Or the JVM sends no user name to a proxy for https.
    command.add("-Djdk.http.auth.tunneling.disabledSchemes=");
    command.add(
        Files.exists(setup.classArchive())
            ? "-XX:SharedArchiveFile=" + setup.classArchive()
            : "-XX:ArchiveClassesAtExit=" + setup.classArchive());
    command.addAll(List.of("-jar", setup.launcher().toString()));
    command.addAll(List.of("--nohazelcast", "--disablephonehome"));
    command.addAll(List.of("--prebootcommandfile", bootCommands(setup).toString()));
    command.addAll(List.of("--contextroot", "/", "--deploy", setup.war().toString()));
    command.addAll(List.of("--port", Integer.toString(setup.port())));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(setup.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(setup.log().toFile());
    builder.environment().putAll(setup.environment());
    builder.environment().put("URU_PORT", Integer.toString(setup.port()));
    builder.environment().put("URU_OPERATIONS_SECRET", operationsSecret);
    return builder.start();
  }

  /** The commands of every deployment, and that nobody else in the network can reach this one. */
  private static Path bootCommands(Setup setup) throws IOException {
    Path file = setup.home().resolve("preboot.txt");
    String commands = Files.readString(setup.prebootCommands());
    Files.writeString(file, commands + "\nset " + LISTENER + ".address=127.0.0.1\n");
    return file;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Waits until it serves.
   *
   * @throws LaunchFailedException if it ends before, or takes too long
   */
  public void awaitReady() {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
            .timeout(Duration.ofSeconds(10))
            .build();
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      boolean booted = hasBooted();
      HealthAnswer health = ask(client, ready);
      boolean deployed = health.body().contains(OUR_CHECK);
      if (health.status() == 200 && deployed) {
        return;
      }
      if (booted && health.status() != 0 && !deployed) {
        throw new LaunchFailedException("The application was not deployed: see " + setup.log());
      }
      if (endsWithin(POLL)) {
        throw new LaunchFailedException("The server ended while it started: see " + setup.log());
      }
    }
    throw new LaunchFailedException(
        "The server was not ready within "
            + READY_LIMIT.toMinutes()
            + " minutes: see "
            + setup.log());
  }

  /** What the readiness check said; status 0 when there was no answer. */
  private record HealthAnswer(int status, String body) {}

  private static HealthAnswer ask(HttpClient client, HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new HealthAnswer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new HealthAnswer(0, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HealthAnswer(0, "");
    }
  }

  /** Payara Micro stays up when it could not deploy, so only this tells too early from never. */
  private boolean hasBooted() {
    try (Stream<String> lines = Files.lines(setup.log(), ISO_8859_1)) {
      return lines.anyMatch(line -> line.contains(") ready in "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchFailedException("Interrupted while the server ran.", e);
    }
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + setup.port();
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Blocks until the process has ended. */
  public void awaitEnd() {
    process.onExit().join();
  }

  /** As {@code kill -9}: no word of farewell. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Lets it finish what it is doing, as long as its grace time allows, then asks it to stop, and
   * insists after a while.
   */
  @Override
  public void close() {
    drain();
    process.destroy();
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      Files.deleteIfExists(setup.pidFile());
    } catch (TimeoutException | ExecutionException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that does not answer has nothing to finish. */
  private void drain() {
    HttpRequest drain =
        HttpRequest.newBuilder(URI.create(url() + "/operations/drain"))
            .timeout(DRAIN_LIMIT)
            .header("Uru-Operations-Secret", operationsSecret)
            .POST(BodyPublishers.noBody())
            .build();
    ask(HttpClient.newHttpClient(), drain);
  }
}
