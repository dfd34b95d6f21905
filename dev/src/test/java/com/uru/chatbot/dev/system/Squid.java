package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Squid as an outbound proxy that wants a user name, run as a process. */
final class Squid implements AutoCloseable {
  static final String USER = "uru user";
  static final String PASSWORD = "p@ss:w/rd%";

  /** The same as they stand in an address. */
  static final String CREDENTIALS = "uru%20user:p%40ss%3Aw%2Frd%25";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Squid sends both with percents for blanks and percents. */
  private static final String AUTHENTICATOR =
      """
      #!/bin/sh
      while read -r line; do
        if [ "$line" = 'uru%20user p@ss:w/rd%25' ]; then echo OK; else echo ERR; fi
      done
      """;

  private static final String CONFIGURATION =
      """
      http_port 127.0.0.1:{port}
      hosts_file {home}/hosts
      auth_param basic program {home}/authenticate.sh
      auth_param basic children 1
      auth_param basic realm Squid
      acl known proxy_auth REQUIRED
      acl forbidden dstdomain forbidden.invalid
      http_access deny !known
      http_access deny forbidden
      http_access allow all
      cache deny all
      access_log stdio:{home}/access.log
      cache_log {home}/cache.log
      pid_filename none
      coredump_dir {home}
      pinger_enable off
      shutdown_lifetime 0 seconds
      """;

  private final int port = freePort();
  private final Path home;
  private final Process process;

  private Squid(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    // Squid gives up the rights of root, under which the test may run.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path authenticator = Files.writeString(home.resolve("authenticate.sh"), AUTHENTICATOR);
    Files.setPosixFilePermissions(authenticator, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("hosts"), "127.0.0.1 upstream.invalid forbidden.invalid\n");
    Path configuration =
        Files.writeString(
            home.resolve("squid.conf"),
            CONFIGURATION
                .replace("{port}", Integer.toString(port))
                .replace("{home}", home.toString()));
    ProcessBuilder builder =
        new ProcessBuilder("squid", "-N", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output.log").toFile());
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    this.process = builder.start();
  }

  /**
   * Starts it; {@link ReverseProxy#assumeAllAreInstalled} says whether that is possible. It knows
   * the hosts {@code upstream.invalid} and {@code forbidden.invalid}, which are this machine.
   */
  static Squid start(Path home) {
    try {
      Squid squid = new Squid(home);
      Eventually.within(LIMIT, "Squid to listen, see " + home, squid::listens);
      return squid;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns what {@code HTTPS_PROXY} is set to.
   *
   * @param credentials user name and password, percent-encoded
   */
  String address(String credentials) {
    return "http://" + credentials + "@127.0.0.1:" + port;
  }

  /** Returns a line for each request that it has served or refused. */
  List<String> requests() {
    try {
      Path log = home.resolve("access.log");
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean listens() {
    assertThat(process.isAlive()).as("Squid runs, see %s", home).isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
