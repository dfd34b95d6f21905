package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReachabilityCheckTest {
  private static final Logger LOGGER = Logger.getLogger(ReachabilityCheck.class.getName());

  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord message) {
          logged.add(message.getLevel() + " " + message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
  }

  private static void check(int port) {
    OpenAiSettings settings =
        new OpenAiSettings(
            URI.create("http://127.0.0.1:" + port + "/v1"),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
    UpstreamConnections connections = UpstreamFixtures.connections(settings);
    new ReachabilityCheck(connections).check();
    connections.close();
  }

  private static List<String> refuse(ServerSocket server) {
    try (Socket socket = server.accept();
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      List<String> head = new ArrayList<>();
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        head.add(line);
      }
      String refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
      return head;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asksWithoutAKeyAndLogsTheStatus() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> request = CompletableFuture.supplyAsync(() -> refuse(server));

      check(server.getLocalPort());

      assertThat(request.get().get(0)).isEqualTo("GET /v1/models HTTP/1.1");
      assertThat(request.get()).noneMatch(line -> line.startsWith("Authorization"));
      assertThat(logged).singleElement().asString().startsWith("INFO http").contains("401 in");
    }
  }

  @Test
  void saysWhatToCheckWhenNothingAnswers() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    check(port);

    assertThat(logged)
        .singleElement()
        .asString()
        .startsWith("WARNING")
        .contains("cannot be reached", "URU_OPENAI_BASE_URL");
  }
}
