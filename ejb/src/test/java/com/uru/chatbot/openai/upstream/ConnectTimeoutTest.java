package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectTimeoutTest {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

  /** More than the kernel queues for a server that accepts none. */
  private static final int WAITING_CONNECTIONS = 8;

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final UpstreamConnection connection =
      new UpstreamConnection(
          new UpstreamClients(CONNECT_TIMEOUT, ProxySelector.of(null), null), watchdog);

  @AfterEach
  void close() {
    connection.close();
    watchdog.shutdownNow();
  }

  private static HttpRequest post(ServerSocket server) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort()))
        .header("Authorization", "Bearer sk-test")
        .POST(BodyPublishers.ofString("question"))
        .build();
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** Answers one request after this time, and returns what it has read of it. */
  private static CompletableFuture<String> answerAfter(ServerSocket server, Duration time) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith("question")) {
              read.append((char) socket.getInputStream().read());
            }
            Thread.sleep(time.toMillis());
            socket
                .getOutputStream()
                .write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            return read.toString();
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void givesUpAServerThatAcceptsNoConnection() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket server = server()) {
      for (int i = 0; i < WAITING_CONNECTIONS; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server.getLocalSocketAddress());
        waiting.add(channel);
      }

      assertThatThrownBy(() -> connection.send(post(server), IDLE_TIMEOUT))
          .isInstanceOf(HttpConnectTimeoutException.class);
      assertThat(connection.timedOut()).isFalse();
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }

    try (ServerSocket other = server()) {
      CompletableFuture<String> request = answerAfter(other, Duration.ZERO);
      assertThat(connection.send(post(other), IDLE_TIMEOUT).statusCode()).isEqualTo(200);
      assertThat(request.join()).contains("Authorization: Bearer sk-test").contains("POST / ");
    }
  }

  @Test
  void waitsLongerForTheAnswerOfAServerThatAcceptedTheConnection() throws IOException {
    try (ServerSocket server = server()) {
      CompletableFuture<String> request = answerAfter(server, CONNECT_TIMEOUT.multipliedBy(2));

      assertThat(connection.send(post(server), IDLE_TIMEOUT).statusCode()).isEqualTo(200);
      assertThat(request.join()).endsWith("question");
    }
  }
}
