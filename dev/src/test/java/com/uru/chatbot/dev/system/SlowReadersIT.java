package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many readers of which some never read (fault T12). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class SlowReadersIT {
  private static final System.Logger LOGGER = System.getLogger(SlowReadersIT.class.getName());

  /** The write timeout of five seconds, and the time until a socket is full. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(20);

  /** On two cores: several megabytes, converted and copied. */
  private static final Duration TIME_TO_FILL_A_SOCKET = Duration.ofMillis(200);

  private static final Duration SIGN_IN_LIMIT = Duration.ofSeconds(2);

  private static final int READERS_PER_ANSWER = 5;
  private static final int IDLERS_PER_ANSWER = 20;

  /** Of half a megabyte each; the kernel buffers up to four for a connection. */
  private static final int REQUESTS = 16;

  private final UruSystem uru;
  private final List<Reader> readers = new ArrayList<>();
  private final List<Socket> idlers = new ArrayList<>();

  SlowReadersIT(UruSystem uru) {
    this.uru = uru;
  }

  /** Somebody who reads an answer as it comes. */
  private record Reader(UruClient user, Question question, EventStream stream) {
    void assertReadAll() {
      assertThat(stream.awaitLast().name()).isEqualTo("incomplete");
      String stored =
          user.message(question.conversationId(), question.assistantMessageId()).getString("text");
      assertThat(stream.text()).isEqualTo(stored).isNotEmpty();
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Socket idler : idlers) {
      idler.close();
    }
  }

  @Test
  void givesUpWhoNeverReadsAndNobodyElseNotices() throws IOException {
    giveUp(20, 80);
  }

  @Test
  @Tag("long")
  void givesUpTwoHundredOfAThousand() throws IOException {
    giveUp(200, 800);
  }

  private void giveUp(int idle, int reading) throws IOException {
    List<UruClient> users =
        Stream.generate(uru::newUser).limit(reading / READERS_PER_ANSWER).toList();
    long heapBefore = uru.serverHeap();
    for (UruClient user : users) {
      read(user);
    }
    for (int left = idle; left > 0; left -= IDLERS_PER_ANSWER) {
      idle(uru.newUser(), Math.min(left, IDLERS_PER_ANSWER));
    }
    assertThat(readers).hasSize(reading);
    assertThat(idlers).hasSize(idle);

    // The first are given up before the machine has filled the sockets of two hundred.
    Eventually.within(
        GIVEN_UP_WITHIN,
        "who does not read to block",
        () -> uru.serverThreadsIn(UruSystem.BLOCKED_WRITE) >= IDLERS_PER_ANSWER);
    long blocked = System.nanoTime();
    long heap = uru.serverHeap() - heapBefore;
    long signInStart = System.nanoTime();
    uru.signedIn(users.get(0).email(), UruSystem.PASSWORD);
    Duration signIn = since(signInStart);
    Eventually.within(
        GIVEN_UP_WITHIN.plus(TIME_TO_FILL_A_SOCKET.multipliedBy(idle - IDLERS_PER_ANSWER)),
        "who does not read to be given up",
        () -> uru.serverThreadsIn(UruSystem.BLOCKED_WRITE) == 0);
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} readers, {1} that never read: all of those given up after {2} ms;"
            + " heap grew by {3} kB, a sign-in took {4} ms",
        reading,
        idle,
        since(blocked).toMillis(),
        heap >> 10,
        signIn.toMillis());

    readers.forEach(Reader::assertReadAll);
    assertThat(signIn).isLessThan(SIGN_IN_LIMIT);
  }

  /** Several readers of one answer that takes a while. */
  private void read(UruClient user) {
    Question question =
        Question.first(user.newConversation("gpt-4o"), "Slowly", "gpt-4o").withMaxTokens(200);
    String key = PracticeFault.SLOW.key(UUID.randomUUID().toString());
    readers.add(new Reader(user, question, user.ask(question, key)));
    for (int i = 1; i < READERS_PER_ANSWER; i++) {
      readers.add(new Reader(user, question, user.follow(question.generationId(), 0)));
    }
  }

  /** Several clients that ask for a long answer, often, and do not read it. */
  private void idle(UruClient user, int count) throws IOException {
    Question question = Question.first(user.newConversation("gpt-4o"), "Tell me all", "gpt-4o");
    user.ask(question, PracticeFault.HUGE.key(UUID.randomUUID().toString())).awaitLast();
    for (int i = 0; i < count; i++) {
      idlers.add(idler(user, question.generationId()));
    }
  }

  /** Asks, without reading a byte, for more than the kernel buffers for a connection. */
  private Socket idler(UruClient user, String generationId) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    String request =
        """
        GET /api/v1/generations/%s/events HTTP/1.1\r
        Host: localhost\r
        Accept: text/event-stream\r
        Authorization: Bearer %s\r
        \r
        """
            .formatted(generationId, user.token());
    socket.getOutputStream().write(request.repeat(REQUESTS).getBytes(US_ASCII));
    return socket;
  }

  private int port() {
    return URI.create(uru.url()).getPort();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
