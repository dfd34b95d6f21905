package com.uru.chatbot.generation.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionTest {
  private static final long MAX_SAFE_INTEGER_OF_JAVASCRIPT = (1L << 53) - 1;

  @Test
  void isTheSameAfterATripOverTheWire() {
    for (int entry : new int[] {0, 1, 2, 1_000, (1 << 25) - 2}) {
      for (int offset : new int[] {0, 1, 5, 1_000_000, EventPosition.END}) {
        EventPosition position = new EventPosition(entry, offset);
        assertThat(EventPosition.ofId(position.id())).isEqualTo(position);
        assertThat(position.id()).isBetween(1L, MAX_SAFE_INTEGER_OF_JAVASCRIPT);
      }
    }
    assertThat(EventPosition.ofId(EventPosition.START.id())).isEqualTo(EventPosition.START);
  }

  @Test
  void risesInTheOrderOfTheEvents() {
    assertThat(EventPosition.START).isLessThan(EventPosition.AFTER_STARTED);
    assertThat(EventPosition.AFTER_STARTED).isLessThan(new EventPosition(1, 1));
    assertThat(new EventPosition(1, 1_000_000)).isLessThan(new EventPosition(2, 1));
    assertThat(new EventPosition(2, 1)).isLessThan(new EventPosition(2, EventPosition.END));
  }

  @Test
  void isAboveEveryIdOfTheOldForm() {
    long oldIdOfTheLongestAnswer = 4L * (1 << 26) - 1;

    assertThat(EventPosition.AFTER_STARTED.id()).isGreaterThan(oldIdOfTheLongestAnswer);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 4 * 17, 4 * 17 + 3, (1 << 28) - 1})
  void keepsAnIdOfTheOldForm(long id) {
    EventPosition position = EventPosition.ofId(id);

    assertThat(position.id()).isEqualTo(id);
    assertThat(position.oldTextLength()).isEqualTo(id / 4);
    assertThat(position.isEnd()).isEqualTo(id % 4 == 3);
  }

  /** It takes the id for 4 times a length plus a rank, and tells the end with rank 3. */
  @Test
  void letsAServerOfTheVersionBeforeTellTheEndWithAHigherId() {
    long id = new EventPosition(3, 1234).id();
    long idOfTheEnd = id / 4 * 4 + 3;

    assertThat(idOfTheEnd).isGreaterThan(id);
  }

  @Test
  void takesAnIdFarBeyondTheEnd() {
    assertThat(EventPosition.ofId(Long.MAX_VALUE - (1L << 28)).entry()).isEqualTo((1 << 25) - 2);
  }
}
