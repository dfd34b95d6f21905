package com.uru.chatbot.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamWriterTest {
  private final RecordingSink events = new RecordingSink();

  @Test
  void writesNameIdAndData() {
    OutboundSseEvent delta =
        events.newEventBuilder().id("24").name("delta").data("{\"text\":\"Zoë 🌍\"}").build();

    assertThat(wire(delta)).isEqualTo("event: delta\nid: 24\ndata: {\"text\":\"Zoë 🌍\"}\n");
  }

  @Test
  void writesAnEmptyCommentAsAHeartbeat() {
    assertThat(wire(events.newEventBuilder().comment("").build())).isEqualTo(": \n");
  }

  @Test
  void keepsLineBreaksInsideTheEvent() {
    OutboundSseEvent lines = events.newEventBuilder().data("one\ntwo\r\nthree\rfour").build();

    assertThat(wire(lines)).isEqualTo("data: one\ndata: two\ndata: three\ndata: four\n");
  }

  @Test
  void writesAnEventAtOnce() {
    assertThat(writes(events.newEventBuilder().id("8").name("delta").data("{}").build()))
        .hasSize(1);
  }

  @Test
  void writesLongDataInPiecesThatSplitNoCharacter() {
    String text = "a" + "🌍".repeat(50_000);

    List<String> writes = writes(events.newEventBuilder().id("8").data(text).build());

    assertThat(writes).hasSizeGreaterThan(10).allMatch(write -> write.length() < 5_000);
    assertThat(String.join("", writes)).isEqualTo("id: 8\ndata: " + text + "\n");
  }

  /** Keeps what each single write brought. */
  private static final class Wire extends OutputStream {
    private final List<String> writes = new ArrayList<>();

    @Override
    public void write(byte[] bytes, int offset, int length) {
      writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int singleByte) {
      throw new AssertionError("a byte by itself");
    }
  }

  private static String wire(OutboundSseEvent event) {
    return String.join("", writes(event));
  }

  private static List<String> writes(OutboundSseEvent event) {
    Class<? extends OutboundSseEvent> type = event.getClass();
    Annotation[] none = {};
    MediaType stream = MediaType.SERVER_SENT_EVENTS_TYPE;
    EventStreamWriter writer = new EventStreamWriter();
    Wire wire = new Wire();
    assertThat(writer.isWriteable(type, type, none, stream)).isTrue();
    assertThatCode(
            () -> writer.writeTo(event, type, type, none, stream, new MultivaluedHashMap<>(), wire))
        .doesNotThrowAnyException();
    return wire.writes;
  }
}
