package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reverse proxy with its file of {@code deploy/proxy}, run as a process. Only name, ports and
 * paths of the file are replaced by those of the test.
 */
final class ReverseProxy implements AutoCloseable {
  private static final Path CONFIGURATIONS = ServerEnvironment.ROOT.resolve("deploy/proxy");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern APACHE_MODULES = Pattern.compile("(?m)^# a2enmod (.+)$");

  /** The programs, as Debian has them. */
  enum Program {
    NGINX("nginx", "nginx.conf"),
    APACHE("apache2", "apache.conf"),
    HAPROXY("haproxy", "haproxy.cfg"),
    CADDY("caddy", "standalone.Caddyfile");

    private final String command;
    private final String file;

    Program(String command, String file) {
      this.command = command;
      this.file = file;
    }
  }

  private final Program program;
  private final Path home;
  private final ServerCertificate certificate;
  private final int port = freePort();
  private final int plainPort = freePort();
  private final int adminPort = freePort();
  private final HttpClient http;
  private final HttpClient http1;
  private Process process;

  private ReverseProxy(Program program, Path home, ServerCertificate certificate, int server)
      throws IOException {
    this.program = program;
    this.home = Files.createDirectories(home);
    this.certificate = certificate;
    this.http = client(HttpClient.Version.HTTP_2);
    this.http1 = client(HttpClient.Version.HTTP_1_1);
    Files.writeString(home.resolve(program.file), configuration(server));
    Files.writeString(home.resolve("main.conf"), mainConfiguration());
    this.process = launch();
  }

  /** Skips the test if a program is missing, or fails if {@code -Dproxies=required} was given. */
  static void assumeAllAreInstalled() {
    List<String> missing =
        Stream.concat(Stream.of(Program.values()).map(each -> each.command), Stream.of("squid"))
            .filter(ReverseProxy::isMissing)
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    String line =
        "No %s (Debian's packages have the same names): Uru behind proxies is not tried."
            .formatted(String.join(", ", missing));
    if ("required".equals(System.getProperty("proxies"))) {
      throw new AssertionError(line + " It has to be (-Dproxies=required).");
    }
    System.out.println(line);
    abort(line);
  }

  private static boolean isMissing(String command) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Makes a folder, without the files of the last run. */
  static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
  }

  /**
   * Starts a proxy in front of a server.
   *
   * @param home folder for its files
   * @param server the server's port
   */
  static ReverseProxy start(Program program, Path home, ServerCertificate certificate, int server) {
    try {
      ReverseProxy proxy = new ReverseProxy(program, home, certificate, server);
      proxy.awaitAnswer();
      return proxy;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns its address with https. */
  String url() {
    return "https://localhost:" + port;
  }

  int port() {
    return port;
  }

  /** Returns its address without https. */
  String plainUrl() {
    return "http://localhost:" + plainPort;
  }

  /** Returns a client that accepts its certificate and speaks HTTP/2 if the proxy does. */
  HttpClient http() {
    return http;
  }

  /**
   * Returns a client that speaks HTTP/1.1. Up to JDK 23, the client for HTTP/2 gives running
   * streams up when the server says that it takes no more of them (JDK-8335181), as proxies do at a
   * reload.
   */
  HttpClient http1() {
    return http1;
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(certificate.trusting()).build();
  }

  /** Makes it read its configuration again, and waits until it has. */
  void reload() {
    Set<Long> before = children();
    switch (program) {
      case NGINX -> signal("HUP");
      case APACHE -> signal("USR1");
      case HAPROXY -> signal("USR2");
      case CADDY ->
          run(
              "caddy",
              "reload",
              "--force",
              "--address",
              "localhost:" + adminPort,
              "--adapter",
              "caddyfile",
              "--config",
              home.resolve(program.file).toString());
    }
    if (program != Program.CADDY) {
      Eventually.within(LIMIT, "a new worker", () -> !before.containsAll(children()));
    }
    awaitAnswer();
  }

  /** Ends it as a crash does: with every connection. */
  void kill() {
    Stream<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants().toList().stream());
    CompletableFuture.allOf(
            all.map(
                    each -> {
                      each.destroyForcibly();
                      return each.onExit();
                    })
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** Starts it again after {@link #kill}, with the same ports. */
  void startAgain() {
    try {
      process = launch();
      awaitAnswer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private Set<Long> children() {
    return process.children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private void signal(String name) {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  private void run(String... command) {
    try {
      Process running = process("command.log", List.of(command));
      assertThat(running.waitFor()).as("%s, see %s", command[0], home).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Process launch() throws IOException {
    String main = home.resolve("main.conf").toString();
    String file = home.resolve(program.file).toString();
    return process(
        "output.log",
        switch (program) {
          case NGINX -> List.of("nginx", "-p", home.toString(), "-c", main, "-e", "stderr");
          case APACHE -> List.of("apache2", "-D", "FOREGROUND", "-f", main);
          case HAPROXY -> List.of("haproxy", "-W", "-db", "-f", file);
          case CADDY -> List.of("caddy", "run", "--adapter", "caddyfile", "--config", file);
        });
  }

  private Process process(String log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve(log).toFile()));
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    builder.environment().put("XDG_DATA_HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    return builder.start();
  }

  private void awaitAnswer() {
    Eventually.within(LIMIT, program + " to answer, see " + home, this::answers);
  }

  private boolean answers() {
    assertThat(process.isAlive()).as("%s runs, see %s", program, home).isTrue();
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns the documented file with the name, ports and paths of the test. */
  private String configuration(int server) throws IOException {
    Map<String, String> replacements = new LinkedHashMap<>();
    replacements.put("127.0.0.1:8080", "127.0.0.1:" + server);
    switch (program) {
      case NGINX -> {
        replacements.put("listen 80;", "listen 127.0.0.1:" + plainPort + ";");
        replacements.put("listen 443 ssl http2;", "listen 127.0.0.1:" + port + " ssl http2;");
      }
      case APACHE -> {
        replacements.put("*:80>", "*:" + plainPort + ">");
        replacements.put("*:443>", "*:" + port + ">");
        replacements.put("https://chat.example.org/", "https://localhost:" + port + "/");
      }
      case HAPROXY -> {
        replacements.put("bind :80\n", "bind 127.0.0.1:" + plainPort + "\n");
        replacements.put("bind :443 ", "bind 127.0.0.1:" + port + " ");
        replacements.put("/etc/haproxy/chat.example.org.pem", certificate.both().toString());
      }
      case CADDY -> {
        replacements.put("localhost:2019", "localhost:" + adminPort);
        replacements.put("http_port 80\n", "http_port " + plainPort + "\n");
        replacements.put("https_port 443\n", "https_port " + port + "\n");
      }
    }
    if (program != Program.HAPROXY) {
      replacements.put("/etc/ssl/chat.example.org.pem", certificate.certificate().toString());
      replacements.put("/etc/ssl/private/chat.example.org.key", certificate.key().toString());
      replacements.put("chat.example.org", "localhost");
    }
    String file = Files.readString(CONFIGURATIONS.resolve(program.file));
    for (Map.Entry<String, String> each : replacements.entrySet()) {
      assertThat(file).contains(each.getKey());
      file = file.replace(each.getKey(), each.getValue());
    }
    return file;
  }

  /** Returns what Debian's own main file has around the documented one. */
  private String mainConfiguration() throws IOException {
    return switch (program) {
      case NGINX -> nginxMain();
      case APACHE -> apacheMain();
      case HAPROXY, CADDY -> "";
    };
  }

  private String nginxMain() {
    StringBuilder temporary = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      temporary.append("  ").append(kind).append("_temp_path ").append(kind).append(";\n");
    }
    return """
        daemon off;
        pid nginx.pid;
        user %1$s %1$s;
        worker_processes 1;
        events { worker_connections 768; }
        http {
          access_log off;
          gzip on;
        %2$s  include %3$s;
        }
        """
        .formatted(System.getProperty("user.name"), temporary, program.file);
  }

  private String apacheMain() throws IOException {
    Matcher documented =
        APACHE_MODULES.matcher(Files.readString(CONFIGURATIONS.resolve(program.file)));
    assertThat(documented.find()).as("the modules that the file needs").isTrue();
    List<String> modules = new ArrayList<>(List.of("mpm_event", "alias", "authz_core", "deflate"));
    modules.addAll(List.of(documented.group(1).split(" ")));
    String loaded =
        modules.stream()
            .map(
                name ->
                    "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(name))
            .collect(Collectors.joining());
    return """
        ServerRoot %1$s
        ServerName localhost
        DefaultRuntimeDir %1$s
        PidFile apache.pid
        ErrorLog error.log
        User www-data
        Group www-data
        Timeout 300
        Listen 127.0.0.1:%2$d
        Listen 127.0.0.1:%3$d
        %4$sInclude %5$s
        """
        .formatted(home, plainPort, port, loaded, program.file);
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return program.name().toLowerCase(Locale.ROOT);
  }
}
