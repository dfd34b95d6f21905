package com.uru.chatbot.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.web.stream.EventSocket.ReaderGoneException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventSocketTest {
  private final RecordingSink reader = new RecordingSink();
  private final EventSocket socket =
      new EventSocket(RecordingSink.response(), reader, reader, Duration.ofMillis(50));

  @Test
  void writesAnEventWithAndWithoutAnId() throws ReaderGoneException {
    socket.send("delta", "24", "{}");
    socket.send("running", null, "[]");

    assertThat(reader.written).containsExactly("delta 24 {}", "running null []");
  }

  @Test
  void writesAHeartbeatFirstAndThenOnlyInASilence() throws ReaderGoneException {
    socket.sendHeartbeatIfDue();
    socket.sendHeartbeatIfDue();

    assertThat(reader.written).containsExactly(": ");
  }

  @Test
  void callsAReaderGoneWhoseConnectionIsBroken() {
    reader.broken = true;

    assertThatThrownBy(() -> socket.send("delta", "24", "{}"))
        .isInstanceOf(ReaderGoneException.class);
  }

  @Test
  void callsAReaderGoneWhoTakesNothingForTooLong() {
    reader.stuck = true;

    assertThatThrownBy(() -> socket.send("delta", "24", "{}"))
        .isInstanceOf(ReaderGoneException.class);
  }
}
