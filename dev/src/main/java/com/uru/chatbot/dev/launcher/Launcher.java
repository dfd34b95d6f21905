package com.uru.chatbot.dev.launcher;

import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.serverkey.ServerKeysFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts a database, an upstream and the server, in this order, and stops them in the reverse one.
 * Everything that it keeps is in {@code .uru/} at the root of the project.
 */
public final class Launcher {
  /** Held here, or its level would be forgotten with it. */
  private static final Logger MIGRATION_LOGGER = Logger.getLogger("org.flywaydb");

  private final LauncherSettings settings;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean stopping;

  private Launcher(LauncherSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs until Ctrl-C. System properties: {@code port}, {@code openai} ({@code practice} or {@code
   * real}), {@code uru.root}, {@code uru.payara}; environment: {@code URU_*}.
   */
  public static void main(String[] args) {
    MIGRATION_LOGGER.setLevel(Level.WARNING);
    try {
      Launcher launcher =
          new Launcher(LauncherSettings.of(System.getProperties(), System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "uru-stop"));
      launcher.runOrSayWhyNot();
    } catch (LaunchFailedException e) {
      Console.failure(e.line());
    }
    System.exit(1);
  }

  private void runOrSayWhyNot() {
    try {
      run();
    } catch (LaunchFailedException e) {
      if (!isStopping()) {
        Console.failure(e.line());
      }
    } catch (IOException e) {
      Console.failure("Uru did not start: " + e);
    }
  }

  private void run() throws IOException {
    Files.createDirectories(settings.state());
    requireAlone();
    PayaraServer.endLeftover(serverHome());
    requireFreePort();
    Console.blank();
    Console.say("Starting Uru ...");
    DatabaseAccess database =
        DatabaseAccess.of(settings.environment()).orElseGet(this::startDatabase);
    database.migrate();
    Optional<String> password =
        database.hasAdministrator() ? Optional.empty() : Optional.of(administratorPassword());
    PayaraServer server = startServer(serverEnvironment(database, password));
    try {
      server.awaitReady();
    } catch (LaunchFailedException e) {
      if (database.hasAdministrator()) {
        password.ifPresent(this::sayAdministrator);
      }
      throw e;
    }
    password.ifPresent(this::sayAdministrator);
    sayReady();
    server.awaitEnd();
    throw new LaunchFailedException("The server ended by itself: see " + settings.log());
  }

  /** Two launchers on one folder would fight for its data. */
  private void requireAlone() throws IOException {
    FileChannel lock =
        FileChannel.open(
            settings.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new LaunchFailedException("Uru runs from this folder already: stop it first.");
      }
    } catch (OverlappingFileLockException e) {
      throw new LaunchFailedException("Uru runs from this folder already: stop it first.", e);
    }
    started(lock);
  }

  private void requireFreePort() {
    try {
      new ServerSocket(settings.port(), 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new LaunchFailedException(
          "Port "
              + settings.port()
              + " is taken: choose another one, for example mvn -Prun -Dport="
              + (settings.port() % 65_535 + 1),
          e);
    }
  }

  private DatabaseAccess startDatabase() {
    EmbeddedDatabase database = EmbeddedDatabase.start(settings.state().resolve("postgres"), 0);
    started(database);
    return database.access();
  }

  private String administratorPassword() {
    return settings.environment().getOrDefault("URU_ADMIN_PASSWORD", OneTimePassword.generate());
  }

  private Map<String, String> serverEnvironment(
      DatabaseAccess database, Optional<String> administratorPassword) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("URU_ISSUER", "http://localhost:" + settings.port());
    environment.put("URU_SIGN_UP", "open");
    environment.put("URU_PROFILE", "development");
    environment.put("URU_SHUTDOWN_GRACE", "PT5S");
    environment.put("URU_ADMIN_EMAIL", settings.administratorEmail());
    environment.put("URU_SERVER_KEYS_FILE", serverKeys().toString());
    settings
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("URU_")) {
                environment.put(name, value);
              }
            });
    environment.put("URU_DATABASE_URL", database.url());
    environment.put("URU_DATABASE_USER", database.application().user());
    environment.put("URU_DATABASE_PASSWORD", database.application().password());
    administratorPassword.ifPresent(password -> environment.put("URU_ADMIN_PASSWORD", password));
    if (settings.practice()) {
      PracticeUpstream upstream = PracticeUpstream.start(0);
      started(upstream);
      environment.put("URU_OPENAI_BASE_URL", upstream.url() + "/v1");
      environment.put("URU_PRACTICE_MODE", "true");
    }
    return environment;
  }

  /** Kept, so that people stay signed in over a restart. */
  private Path serverKeys() throws IOException {
    Path file = settings.state().resolve("server-keys.json");
    if (!Files.exists(file)) {
      ServerKeysFile.generate(file);
    }
    return file;
  }

  private Path serverHome() {
    return settings.state().resolve("payara");
  }

  private PayaraServer startServer(Map<String, String> environment) {
    PayaraServer server =
        PayaraServer.start(
            new PayaraServer.Setup(
                settings.payara(),
                settings.prebootCommands(),
                settings.war(),
                serverHome(),
                settings.log(),
                settings.port(),
                environment));
    started(server);
    return server;
  }

  private void sayAdministrator(String password) {
    Console.blank();
    Console.item("Administrator", settings.administratorEmail());
    Console.item("One-time password", password + "   (shown only this once)");
  }

  private void sayReady() {
    Console.blank();
    Console.item("Uru is ready", "http://localhost:" + settings.port());
    Console.item("Demo users", "demo@uru.local and viewer@uru.local, password uru-development");
    if (settings.practice()) {
      Console.item("Practice mode", "every key that begins with sk-practice- gets an answer;");
      Console.item(
          "", "sk-practice-slow, sk-practice-invalid-key, sk-practice-cut ... show trouble");
    } else {
      Console.item("Provider", "OpenAI; to try it without an account: mvn -Prun -Dopenai=practice");
    }
    Console.item("Server log", settings.root().relativize(settings.log()).toString());
    Console.item(
        "Started in", Duration.ofMillis(uptimeMillis()).toSeconds() + " s; stop with Ctrl-C");
    Console.blank();
  }

  private static long uptimeMillis() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  private synchronized void started(AutoCloseable part) {
    running.push(part);
    if (stopping) {
      stop();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void stop() {
    stopping = true;
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception e) {
        Console.failure("While stopping: " + e.getMessage());
      }
    }
  }
}
