package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventPositionTest {
  @Test
  void isTheSameAfterATripOverTheWire() {
    for (int length : new int[] {0, 1, 2, 1_000_000, Integer.MAX_VALUE}) {
      for (int rank = 0; rank < 4; rank++) {
        EventPosition position = new EventPosition(length, rank);
        assertThat(EventPosition.ofId(position.id())).isEqualTo(position);
      }
    }
  }

  @Test
  void risesInTheOrderOfTheEvents() {
    assertThat(EventPosition.START).isLessThan(new EventPosition(0, EventPosition.STARTED));
    assertThat(new EventPosition(0, EventPosition.STARTED))
        .isLessThan(new EventPosition(0, EventPosition.TITLE));
    assertThat(new EventPosition(0, EventPosition.TITLE))
        .isLessThan(new EventPosition(1, EventPosition.TEXT));
    assertThat(new EventPosition(5, EventPosition.TEXT))
        .isLessThan(new EventPosition(5, EventPosition.ENDED));
  }

  @Test
  void takesAnIdFarBeyondTheEnd() {
    assertThat(EventPosition.ofId(Long.MAX_VALUE).textLength()).isEqualTo(Integer.MAX_VALUE);
  }
}
