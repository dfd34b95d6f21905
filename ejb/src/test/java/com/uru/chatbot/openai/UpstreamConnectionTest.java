package com.uru.chatbot.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpstreamConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final String HEAD = RecordedStream.HEADERS + "Connection: close\r\n\r\n";

  private final CountDownLatch asked = new CountDownLatch(1);
  private ScriptedUpstream upstream;
  private UpstreamConnections connections;
  private UpstreamConnection connection;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    connections =
        UpstreamFixtures.connections(
            new OpenAiSettings(upstream.baseUrl(), LONG, LONG, LONG, LONG));
    connection = connections.open();
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    connections.close();
    upstream.close();
  }

  @Test
  void timesOutWhileTheHeadIsMissing() {
    upstream.answers(Connection::awaitClientGone);

    assertThatThrownBy(() -> connection.send(request(), SHORT)).isInstanceOf(IOException.class);

    assertThat(connection.timedOut()).isTrue();
    assertThat(connection.isCancelled()).isFalse();
  }

  @Test
  void timesOutBetweenTwoPartsOfTheBody() throws IOException {
    upstream.answers(
        server -> {
          server.send(HEAD + "some");
          server.awaitClientGone();
        });
    connection.send(request(), SHORT);

    assertThatThrownBy(this::readAll).isInstanceOf(IOException.class);

    assertThat(connection.timedOut()).isTrue();
  }

  @Test
  void readsABodyThatTakesLongerThanTheIdleTimeout() throws IOException {
    upstream.answers(
        server -> {
          server.send(HEAD);
          for (int part = 0; part < 8; part++) {
            pause(SHORT.dividedBy(4));
            server.send("part ");
          }
        });
    connection.send(request(), SHORT);

    assertThat(readAll()).isEqualTo("part ".repeat(8));
    assertThat(connection.timedOut()).isFalse();
  }

  @Test
  void endsAtTheDeadlineAlthoughBytesArrive() throws IOException {
    upstream.answers(UpstreamConnectionTest::sendForEver);
    connection.send(request(), LONG);
    connection.setDeadline(SHORT);

    assertThatThrownBy(this::readAll).isInstanceOf(IOException.class);

    assertThat(connection.timedOut()).isTrue();
  }

  @Test
  void isCancelledWhileTheHeadIsMissing() throws InterruptedException {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        server -> {
          asked.countDown();
          server.awaitClientGone();
          gone.complete(null);
        });
    CompletableFuture<Void> sent = CompletableFuture.runAsync(this::send);
    asked.await();

    connection.cancel();

    assertThat(sent).failsWithin(LONG);
    assertThat(gone).as("the server sees it").succeedsWithin(LONG);
    assertThat(connection.isCancelled()).isTrue();
    assertThat(connection.timedOut()).isFalse();
  }

  @Test
  void isCancelledInTheMiddleOfTheBody() throws IOException {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        server -> {
          server.send(HEAD + "some");
          server.awaitClientGone();
          gone.complete(null);
        });
    connection.send(request(), LONG);
    CompletableFuture<byte[]> body = connection.readAtMost(1_000);

    connection.cancel();

    assertThat(body).failsWithin(LONG);
    assertThat(gone).as("the server sees it").succeedsWithin(LONG);
  }

  @Test
  void sendsNothingAfterItWasCancelled() {
    connection.cancel();

    assertThatThrownBy(() -> connection.send(request(), LONG)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connection.sleep(LONG)).isInstanceOf(IOException.class);
    assertThat(connection.readAtMost(1)).failsWithin(LONG);

    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void countsNoTimeoutWhileItSleeps() throws IOException {
    upstream.answers(server -> server.sendResponse("200 OK", "Hello"));
    connection.send(request(), SHORT);
    assertThat(readAll()).isEqualTo("Hello");

    connection.sleep(SHORT.multipliedBy(2));
    connection.send(request(), SHORT);

    assertThat(readAll()).isEqualTo("Hello");
  }

  @Test
  void readsNoMoreThanWasAskedFor() throws IOException {
    upstream.answers(UpstreamConnectionTest::sendForEver);
    connection.send(request(), LONG);

    assertThat(connection.await(connection.readAtMost(10))).hasSize(10);
  }

  @Test
  void failsWithWhatTheSinkThrows() throws IOException {
    upstream.answers(server -> server.sendResponse("200 OK", "Hello"));
    connection.send(request(), LONG);

    CompletableFuture<Void> read =
        connection.read(
            part -> {
              throw new IOException("not this");
            });

    assertThatThrownBy(() -> connection.await(read)).hasMessage("not this");
  }

  private static void sendForEver(Connection server) throws IOException {
    server.send(HEAD);
    while (true) {
      server.send("more ");
      pause(Duration.ofMillis(20));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(upstream.baseUrl())
        .POST(BodyPublishers.ofString("question"))
        .build();
  }

  private void send() {
    try {
      connection.send(request(), LONG);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String readAll() throws IOException {
    return new String(connection.await(connection.readAtMost(1 << 20)), UTF_8);
  }
}
