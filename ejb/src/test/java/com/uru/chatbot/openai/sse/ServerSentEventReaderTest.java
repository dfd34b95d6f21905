package com.uru.chatbot.openai.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventReaderTest {
  private static final int MAX_BYTES = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void endsLinesAtEveryKindOfLineBreak(String newline) throws IOException {
    String stream = "event: error|data: one|data: two||data: three||".replace("|", newline);

    assertThat(readAll(bytes(stream)))
        .containsExactly(
            new ServerSentEvent("error", "one\ntwo"), new ServerSentEvent("", "three"));
  }

  @Test
  void ignoresByteOrderMarkCommentsAndUnknownFields() throws IOException {
    String stream = "\uFEFFdata: a\n\n: ping\n\nid: 7\nretry: 1\nfoo: bar\ndata:b\ndatabase: c\n\n";

    assertThat(readAll(bytes(stream)))
        .containsExactly(new ServerSentEvent("", "a"), new ServerSentEvent("", "b"));
  }

  @Test
  void keepsAllButOneLeadingSpaceAndFieldsWithoutColon() throws IOException {
    assertThat(readAll(bytes("data:  x \ndata\n\n")))
        .containsExactly(new ServerSentEvent("", " x \n"));
  }

  @Test
  void dropsEventsWithoutData() throws IOException {
    assertThat(readAll(bytes("event: ping\n\ndata: a\n\nevent: ping")))
        .containsExactly(new ServerSentEvent("", "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r", "\r\n"})
  void givesTheLastEventThoughNoBlankLineFollowsIt(String end) throws IOException {
    assertThat(readAll(bytes("data: a\n\nevent: error\ndata: Grü\ndata: ße" + end)))
        .containsExactly(new ServerSentEvent("", "a"), new ServerSentEvent("error", "Grü\nße"));
  }

  @Test
  void givesAnEventThatTheReceiverRefusesOnce() {
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventReader reader =
        new ServerSentEventReader(
            MAX_BYTES,
            event -> {
              events.add(event);
              throw new ProtocolException("refused");
            });

    assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(bytes("data: a\n\n"))))
        .isInstanceOf(ProtocolException.class);
    assertThatCode(reader::end).doesNotThrowAnyException();
    assertThat(events).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7})
  void readsCharactersSplitAnywhere(int blockSize) throws IOException {
    byte[] stream = bytes("data: Grüße \uD83D\uDE80 日本\r\n\r\n");

    assertThat(readAll(stream, blockSize))
        .containsExactly(new ServerSentEvent("", "Grüße \uD83D\uDE80 日本"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void readsAStreamSplitInTwoAtEveryByte(String newline) throws IOException {
    byte[] stream =
        bytes("\uFEFFdata: Grüße|data: \uD83D\uDE80||: 日本||data: 日本||".replace("|", newline));
    for (int split = 0; split <= stream.length; split++) {
      List<ServerSentEvent> events = new ArrayList<>();
      ServerSentEventReader reader = new ServerSentEventReader(MAX_BYTES, events::add);
      reader.read(ByteBuffer.wrap(stream, 0, split));
      reader.read(ByteBuffer.wrap(stream, split, stream.length - split));

      assertThat(events)
          .as("split at byte %d", split)
          .containsExactly(
              new ServerSentEvent("", "Grüße\n\uD83D\uDE80"), new ServerSentEvent("", "日本"));
    }
  }

  @Test
  void givesAnEventAtItsBlankLineWithoutWaitingForTheLineFeed() throws IOException {
    assertThat(readAll(bytes("data: a\r\r"))).containsExactly(new ServerSentEvent("", "a"));
  }

  @Test
  void readsALineOfAlmostOneMebibyte() throws IOException {
    String data = "x".repeat(MAX_BYTES - "data: ".length());

    assertThat(readAll(bytes("data: " + data + "\n\n")))
        .containsExactly(new ServerSentEvent("", data));
  }

  @Test
  void refusesALongerLine() {
    byte[] endless = bytes("data: " + "x".repeat(MAX_BYTES));

    assertThatThrownBy(() -> readAll(endless)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesAnEventOfManyLines() {
    byte[] endless = bytes(("data: " + "x".repeat(1000) + "\n").repeat(1100));

    assertThatThrownBy(() -> readAll(endless)).isInstanceOf(ProtocolException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<ServerSentEvent> readAll(byte[] stream) throws IOException {
    return readAll(stream, stream.length);
  }

  /** Delivers a few bytes at a time, as networks do. */
  private static List<ServerSentEvent> readAll(byte[] stream, int blockSize) throws IOException {
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventReader reader = new ServerSentEventReader(MAX_BYTES, events::add);
    for (int from = 0; from < stream.length; from += blockSize) {
      reader.read(ByteBuffer.wrap(stream, from, Math.min(blockSize, stream.length - from)));
    }
    reader.end();
    return events;
  }
}
