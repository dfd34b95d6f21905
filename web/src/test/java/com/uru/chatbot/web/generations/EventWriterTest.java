package com.uru.chatbot.web.generations;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.GenerationEvent;
import org.junit.jupiter.api.Test;

class EventWriterTest {
  private static final EventPosition POSITION = new EventPosition(1, 2);

  private final EventWriter writer = new EventWriter();

  @Test
  void writesTextAsADelta() {
    assertThat(writer.write(new GenerationEvent.Delta(POSITION, "Hm", false)))
        .isEqualTo(new WireEvent("delta", POSITION.id(), "{\"text\":\"Hm\"}"));
  }

  @Test
  void writesTheSummaryOfReasoningAsAnEventOfItsOwn() {
    assertThat(writer.write(new GenerationEvent.ReasoningDelta(POSITION, "Hm", false)))
        .isEqualTo(new WireEvent("reasoning", POSITION.id(), "{\"text\":\"Hm\"}"));
  }

  @Test
  void writesATitle() {
    assertThat(writer.write(new GenerationEvent.Titled(POSITION, "Bread")))
        .isEqualTo(new WireEvent("title", POSITION.id(), "{\"title\":\"Bread\"}"));
  }
}
