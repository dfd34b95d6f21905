package com.uru.chatbot.dev.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
  private static final int SHORT_MILLIS = 200;

  private ServerSocket target;
  private FaultProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = FaultProxy.to(target.getLocalPort());
    client = newClient();
    server = target.accept();
    client.setSoTimeout(10_000);
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    target.close();
    proxy.close();
  }

  private Socket newClient() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  @Test
  void forwardsBothWays() throws IOException {
    send(client, "question");
    assertThat(read(server, 8)).isEqualTo("question");
    send(server, "answer");
    assertThat(read(client, 6)).isEqualTo("answer");
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void passesOnThatTheTargetHasEnded() throws IOException {
    send(server, "last");
    server.close();

    assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("last");
  }

  @Test
  void passesOnThatTheClientHasGone() throws IOException {
    client.close();

    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void passesOnAReset() throws IOException {
    server.setSoLinger(true, 0);
    server.close();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void delays() throws IOException {
    proxy.latency(Duration.ofMillis(SHORT_MILLIS));
    long start = System.nanoTime();
    send(server, "late");

    assertThat(read(client, 4)).isEqualTo("late");
    assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(SHORT_MILLIS));
  }

  @Test
  void limitsTheBandwidth() throws IOException {
    proxy.bandwidth(10_000);
    long start = System.nanoTime();
    send(server, "x".repeat(2_000));
    read(client, 2_000);
    send(server, "y");

    assertThat(read(client, 1)).isEqualTo("y");
    assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(SHORT_MILLIS));
  }

  @Test
  void slices() throws IOException {
    proxy.slice(1, Duration.ofMillis(SHORT_MILLIS));
    send(server, "abc");
    byte[] packet = new byte[10];

    assertThat(client.getInputStream().read(packet)).isEqualTo(1);
    assertThat(read(client, 2)).isEqualTo("bc");
  }

  @Test
  void cutsAfterSoManyBytes() throws IOException {
    send(server, "before");
    read(client, 6);
    proxy.cutAfter(3);
    send(server, "abcdef");

    assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("abc");
    assertThat(isClosed(server)).isTrue();
  }

  /** Returns whether the peer has closed or reset; it resets if it had not read everything. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void resetsAfterSoManyBytes() throws IOException {
    proxy.resetAfter(3);
    send(server, "abcdef");
    InputStream in = client.getInputStream();

    assertThatThrownBy(in::readAllBytes).isInstanceOf(SocketException.class);
  }

  @Test
  void swallowsEverythingInABlackHoleUntilItHeals() throws IOException {
    proxy.blackHole();
    send(server, "held");
    client.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    try (Socket another = newClient()) {
      another.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> another.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }

    client.setSoTimeout(10_000);
    proxy.heal();
    assertThat(read(client, 4)).isEqualTo("held");
  }

  @Test
  void leavesTheTargetWithAHalfOpenConnection() throws IOException {
    proxy.blackHole();
    client.close();
    server.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    server.setSoTimeout(10_000);
    proxy.heal();
    assertThat(server.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void refusesAndResetsWhileItIsDown() throws IOException {
    proxy.down();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(this::newClient).isInstanceOf(SocketException.class);
    assertThat(proxy.connections()).isZero();

    proxy.heal();
    try (Socket again = newClient();
        Socket accepted = target.accept()) {
      send(accepted, "back");
      assertThat(read(again, 4)).isEqualTo("back");
    }
  }

  @Test
  void countsEveryConnectionByItself() throws Exception {
    proxy.cutAfter(2);
    CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(this::accept);
    try (Socket another = newClient();
        Socket other = accepted.get()) {
      send(server, "ab");
      send(other, "cd");

      assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("ab");
      assertThat(new String(another.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("cd");
    }
  }

  private Socket accept() {
    try {
      return target.accept();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
