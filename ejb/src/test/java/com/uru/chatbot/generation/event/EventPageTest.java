package com.uru.chatbot.generation.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.event.GenerationEvent.Delta;
import com.uru.chatbot.generation.running.ActiveGeneration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventPageTest {
  private final ActiveGeneration generation = Fixtures.activeGeneration();

  private EventPage page(EventPosition after, @Nullable EventPosition until) {
    return EventPage.read(generation::after, after, until);
  }

  private static EventPosition at(int entry, int offset) {
    return new EventPosition(entry, offset);
  }

  private static EventPosition last(EventPage page) {
    return page.events().get(page.events().size() - 1).position();
  }

  private static String text(EventPage page) {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : page.events()) {
      if (event instanceof Delta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private void end() {
    generation.end(
        generation.assistantMessage().ended(generation.finalParts(), MessageStatus.COMPLETED));
  }

  @Test
  void hasEverythingThatIsThere() {
    generation.append("Because.");

    EventPage page = page(EventPosition.START, null);

    assertThat(page.events()).hasSize(2);
    assertThat(text(page)).isEqualTo("Because.");
    assertThat(page.ended()).isFalse();
  }

  @Test
  void saysThatTheEndIsInItOrBeforeIt() {
    generation.append("Because.");
    end();

    EventPage page = page(EventPosition.START, null);

    assertThat(page.ended()).isTrue();
    assertThat(page(last(page), null)).isEqualTo(new EventPage(List.of(), true));
  }

  @Test
  void cutsADeltaExactly() {
    generation.appendReasoning("Hm, well");
    generation.append("Because.");

    EventPage page = page(at(1, 2), at(1, 5));
    assertThat(page.events())
        .containsExactly(new GenerationEvent.ReasoningDelta(at(1, 5), ", w", false));
    assertThat(text(page(at(1, 2), at(2, 3)))).isEqualTo("Bec");
    assertThat(last(page(at(1, 2), at(2, 3)))).isEqualTo(at(2, 3));
  }

  @Test
  void hasNothingBeyondItsLimit() {
    generation.append("Because.");
    generation.title("Reasons");
    end();

    EventPage page = page(EventPosition.START, at(1, 8));

    assertThat(text(page)).isEqualTo("Because.");
    assertThat(last(page)).isEqualTo(at(1, 8));
    assertThat(page.ended()).isFalse();
    assertThat(page(at(1, 8), at(1, 8)).events()).isEmpty();
  }

  @Test
  void isEmptyWhereThereIsNothingYet() {
    assertThat(page(EventPosition.AFTER_STARTED, at(1, 5)))
        .isEqualTo(new EventPage(List.of(), false));
  }

  @Test
  void joinsBatchesUpToItsSizeAndIsContinuedFromItsLastEvent() {
    String part = "0123456789abcdef".repeat(1024);
    int parts = 3 * EventPage.MAX_LENGTH / part.length();
    for (int i = 0; i < parts; i++) {
      generation.append(part);
    }
    end();

    EventPage first = page(EventPosition.START, null);
    assertThat(text(first).length())
        .isLessThanOrEqualTo(EventPage.MAX_LENGTH)
        .isGreaterThan(EventPage.MAX_LENGTH - GenerationEvent.MAX_BATCH_LENGTH);
    assertThat(first.ended()).isFalse();
    StringBuilder text = new StringBuilder(text(first));
    EventPage page = first;
    while (!page.ended()) {
      page = page(last(page), null);
      text.append(text(page));
    }

    assertThat(text.toString()).isEqualTo(part.repeat(parts));
  }

  @Test
  void beginsAndEndsAnywhereWithoutGapOrRepeat() {
    generation.appendReasoning("Hm, well");
    generation.append("Because");
    generation.title("Reasons");
    generation.append(" it is.");
    end();
    EventPosition known = EventPosition.AFTER_STARTED;
    StringBuilder text = new StringBuilder();
    for (EventPosition until : List.of(at(1, 3), at(2, 1), at(2, 7), at(4, 2), at(4, 7))) {
      EventPage page = page(known, until);
      assertThat(last(page)).isEqualTo(until);
      text.append(text(page));
      known = until;
    }

    assertThat(text.toString()).isEqualTo("Because it is.");
    assertThat(page(known, null).ended()).isTrue();
  }

  @Test
  void beginsBeforeTheEndAtTheLastPosition() {
    assertThat(generation.last()).isEqualTo(EventPosition.AFTER_STARTED);
    generation.append("Because.");
    assertThat(generation.last()).isEqualTo(at(1, 8));
    end();

    assertThat(generation.last()).isEqualTo(at(1, 8));
    assertThat(page(generation.last(), null).events()).hasSize(1);
  }
}
