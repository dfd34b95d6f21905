package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.FaultProxy;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The browser's connection goes away, in each way that it can (faults T8 and T15). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class ClientFaultsIT {
  private static final System.Logger LOGGER = System.getLogger(ClientFaultsIT.class.getName());

  /** The heartbeat of 15 seconds, the write timeout that ends within ten, and some to spare. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(30);

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

  private final UruSystem uru;
  private final FaultProxy network;
  private UruClient user;

  ClientFaultsIT(UruSystem uru) {
    this.uru = uru;
    network = FaultProxy.to(URI.create(uru.url()).getPort());
    user = uru.visitor();
  }

  /** How a client can go away. */
  enum Departure {
    CLOSED_TAB,
    RESET,
    DROPPED_PACKETS
  }

  private void leave(Departure departure, EventStream stream) {
    switch (departure) {
      case CLOSED_TAB -> stream.close();
      case RESET -> network.resetConnections();
      case DROPPED_PACKETS -> network.blackHole();
    }
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @EnumSource(Departure.class)
  void finishesTheAnswerAndResumesItWithoutGapOrRepeat(Departure departure) {
    String key = PracticeFault.NONE.key(UUID.randomUUID().toString());
    Question question =
        Question.first(user.newConversation("gpt-4o"), "Please, a long answer", "gpt-4o")
            .withMaxTokens(400);
    EventStream stream = onTheRoad().ask(question, key);
    stream.awaitText(100);

    leave(departure, stream);
    List<Event> seen = stream.events();
    EventStream resumed = user.follow(question.generationId(), seen.get(seen.size() - 1).id());
    resumed.awaitLast();

    String stored =
        user.message(question.conversationId(), question.assistantMessageId()).getString("text");
    assertThat(sha256(EventStream.text(seen) + resumed.text())).isEqualTo(sha256(stored));
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  /** Neither FIN nor RST comes, so only the server's own time limit can tell. */
  @Test
  void givesAHalfOpenReaderUpButNotTheAnswer() {
    Eventually.within(QUIET_WITHIN, "other streams to end", () -> uru.openStreams() == 0);
    String key = PracticeFault.FLOOD.key(UUID.randomUUID().toString());
    Question question = Question.first(user.newConversation("gpt-4o"), "Tell me all", "gpt-4o");
    EventStream stream = onTheRoad().ask(question, key);
    stream.await("delta");
    assertThat(uru.openStreams()).as("the answer and its reader").isGreaterThanOrEqualTo(2);

    network.blackHole();
    long dropped = System.nanoTime();
    Eventually.within(
        GIVEN_UP_WITHIN,
        "the reader's socket to be full",
        () -> uru.serverThreadsIn(UruSystem.BLOCKED_WRITE) == 1);
    Eventually.within(
        GIVEN_UP_WITHIN, "the half-open reader to be given up", () -> uru.openStreams() == 0);
    Duration noticed = Duration.ofNanos(System.nanoTime() - dropped);

    LOGGER.log(
        System.Logger.Level.INFO,
        "A half-open reader was given up {0} ms after its packets were dropped",
        noticed.toMillis());
    assertThat(noticed).isLessThan(GIVEN_UP_WITHIN);
    List<Event> seen = stream.events();
    assertThat(seen).noneMatch(EventStream::isLast);
    EventStream resumed = user.follow(question.generationId(), seen.get(seen.size() - 1).id());
    assertThat(resumed.awaitLast().name()).isEqualTo("completed");
    JsonObject stored = user.message(question.conversationId(), question.assistantMessageId());
    assertThat(stored.getString("status")).isEqualTo("completed");
    assertThat(sha256(EventStream.text(seen) + resumed.text()))
        .isEqualTo(sha256(stored.getString("text")));
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void takesAQuestionWhoseAnswerWasLostAsOne() {
    String key = PracticeFault.FAST.key(UUID.randomUUID().toString());
    Question question = Question.first(user.newConversation("gpt-4o"), "Hello", "gpt-4o");
    network.resetAfter(1);
    assertThat(onTheRoad().tryAsk(question, key).status()).isZero();
    network.heal();

    EventStream again = user.ask(question, key);
    EventStream onceMore = user.ask(question, key);

    assertThat(again.awaitLast().name()).isEqualTo("completed");
    assertThat(onceMore.awaitLast().data()).isEqualTo(again.awaitLast().data());
    assertThat(onceMore.text()).isEqualTo(again.text());
    assertThat(user.messages(question.conversationId())).hasSize(2);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  /** The same user behind the network that breaks. */
  private UruClient onTheRoad() {
    UruClient client = new UruClient("http://127.0.0.1:" + network.port());
    client.useToken(user.token());
    return client;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
