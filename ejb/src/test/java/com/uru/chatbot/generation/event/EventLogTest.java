package com.uru.chatbot.generation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.running.ActiveGeneration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventLogTest {
  private static final Instant NOW = Fixtures.NOW;
  private static final int MAX = GenerationEvent.MAX_BATCH_LENGTH;

  private final ActiveGeneration generation = Fixtures.activeGeneration();
  private final GenerationEvent.Started started =
      (GenerationEvent.Started) generation.after(EventPosition.START).get(0);
  private final EventLog log = new EventLog();

  private record Step(EntryKind kind, String content) {}

  private static Step text(String content) {
    return new Step(EntryKind.TEXT, content);
  }

  private static Step reasoning(String content) {
    return new Step(EntryKind.REASONING, content);
  }

  private static Step title(String content) {
    return new Step(EntryKind.TITLE, content);
  }

  private void append(Step... steps) {
    for (Step step : steps) {
      log.append(step.kind(), step.content(), () -> NOW);
    }
  }

  private Message answer(EventLog of) {
    return started
        .assistantMessage()
        .ended(of.parts(NOW, Integer.MAX_VALUE), MessageStatus.COMPLETED);
  }

  private List<GenerationEvent> after(
      EventLog source, EventPosition position, @Nullable Message answer) {
    return source.after(position, () -> started, answer);
  }

  /** Reads to the end from a position, batch by batch. */
  private List<GenerationEvent> rest(EventLog source, EventPosition position, Message answer) {
    List<GenerationEvent> all = new ArrayList<>();
    EventPosition at = position;
    List<GenerationEvent> batch = after(source, at, answer);
    while (!batch.isEmpty()) {
      all.addAll(batch);
      at = batch.get(batch.size() - 1).position();
      batch = after(source, at, answer);
    }
    return all;
  }

  /** The events as one line, however their texts are cut: t for text, r for reasoning. */
  private static String flat(List<GenerationEvent> events) {
    StringBuilder line = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof GenerationEvent.Started) {
        line.append("<started>");
      } else if (event instanceof GenerationEvent.Delta delta) {
        delta.text().chars().forEach(c -> line.append('t').append((char) c));
      } else if (event instanceof GenerationEvent.ReasoningDelta delta) {
        delta.text().chars().forEach(c -> line.append('r').append((char) c));
      } else if (event instanceof GenerationEvent.Titled titled) {
        line.append("<title ").append(titled.title()).append('>');
      } else {
        line.append("<end>");
      }
    }
    return line.toString();
  }

  private static EventLog fromJournal(List<EventLog.Piece> pieces) {
    EventLog copy = new EventLog();
    List<LogEntry> entries = new ArrayList<>();
    for (EventLog.Piece piece : pieces) {
      if (piece.entry() > entries.size()) {
        entries.add(copy.addEntry(piece.kind(), NOW));
      }
      entries.get(piece.entry() - 1).content().append(piece.content());
    }
    return copy;
  }

  static List<Long> seeds() {
    return new Random(15).longs(200).boxed().toList();
  }

  /**
   * Any order of deltas and titles, appended, flushed and read at random moments: the node that
   * runs it, another node, and any node after the end tell the same events under the same ids.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void resumesFromEveryPositionWithoutGapOrRepeatOnEveryNode(long seed) {
    Random random = new Random(seed);
    List<EventLog.Piece> journal = new ArrayList<>();
    List<EventPosition> seen = new ArrayList<>(List.of(EventPosition.START));
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      switch (random.nextInt(8)) {
        case 0 -> append(title("T" + i));
        case 1, 2, 3 -> append(reasoning("r" + "\uD83D\uDE80".repeat(random.nextInt(3))));
        default -> append(text("word " + i));
      }
      if (random.nextBoolean()) {
        int journalled = journal.isEmpty() ? 0 : journal.get(journal.size() - 1).position();
        journal.addAll(log.piecesAfter(journalled));
      }
      if (random.nextBoolean()) {
        EventPosition at = seen.get(seen.size() - 1);
        List<GenerationEvent> events = after(log, at, null);
        events.forEach(event -> seen.add(event.position()));
        told.append(flat(events));
      }
    }
    int journalled = journal.isEmpty() ? 0 : journal.get(journal.size() - 1).position();
    journal.addAll(log.piecesAfter(journalled));
    EventLog elsewhere = fromJournal(journal);
    Message answer = answer(log);
    EventLog afterTheEnd = EventLog.of(log.outline(), answer);

    String whole = flat(rest(log, EventPosition.START, answer));

    assertThat(answer(elsewhere)).isEqualTo(answer);
    assertThat(elsewhere.outline()).isEqualTo(log.outline());
    assertThat(seen).isSorted().doesNotHaveDuplicates();
    for (EventPosition position : seen) {
      EventPosition resumed = EventPosition.ofId(position.id());
      List<GenerationEvent> here = rest(log, resumed, answer);
      assertThat(rest(elsewhere, resumed, answer)).isEqualTo(here);
      assertThat(rest(afterTheEnd, resumed, answer)).isEqualTo(here);
      assertThat(whole).endsWith(flat(here));
      assertThat(here).last().isInstanceOf(GenerationEvent.Ended.class);
      assertThat(here).extracting(GenerationEvent::position).isSorted().doesNotHaveDuplicates();
    }
    EventPosition last = seen.get(seen.size() - 1);
    assertThat(told + flat(rest(log, last, answer))).isEqualTo(whole);
  }

  @Test
  void resumesFromIdsOfTheOldFormByTheLengthOfTheText() {
    append(text("One"), title("Count"), reasoning("Hm"), text(" two"));
    Message answer = answer(log);

    for (int length = 1; length <= 7; length++) {
      EventPosition old = EventPosition.ofId(4L * length);
      String text =
          rest(log, old, answer).stream()
              .filter(GenerationEvent.Delta.class::isInstance)
              .map(event -> ((GenerationEvent.Delta) event).text())
              .reduce("", String::concat);
      assertThat(text).isEqualTo("One two".substring(length));
    }
    assertThat(flat(rest(log, EventPosition.ofId(1), answer))).startsWith("tOtnte<title Count>");
    assertThat(rest(log, EventPosition.ofId(4 * 7 + 3), answer)).isEmpty();
  }

  @Test
  void waitsForTheTextThatASubscriberOfTheOldFormHasAlready() {
    append(text("One"));

    assertThat(after(log, EventPosition.ofId(4 * 7), null)).isEmpty();

    append(text(" two three"));
    assertThat(flat(after(log, EventPosition.ofId(4 * 7), null))).isEqualTo("t ttthtrtete");
  }

  @Test
  void tellsTheEndToASubscriberWhoHasMoreThanTheJournalOfACrashedNode() {
    append(text("Saved"));
    Message answer = answer(log);
    EventPosition ahead = new EventPosition(3, 9);

    List<GenerationEvent> events = after(log, ahead, answer);

    assertThat(events).singleElement().isInstanceOf(GenerationEvent.Ended.class);
    assertThat(events.get(0).position()).isGreaterThan(ahead);
    assertThat(after(log, events.get(0).position(), answer)).isEmpty();
  }

  @Test
  void tellsAStoppedAnswerAsFarAsItWasKeptUnderTheIdsThatSubscribersHave() {
    append(reasoning("Hm"), text("Seen and"), title("Sight"), text(" not seen"));
    Message stopped = started.assistantMessage().ended(log.parts(NOW, 4), MessageStatus.STOPPED);
    EventLog stored = EventLog.of(log.outline(), stopped);

    assertThat(flat(rest(stored, EventPosition.START, stopped)))
        .isEqualTo("<started>rHrmtStetetn<title Sight><end>");
    assertThat(rest(stored, new EventPosition(4, 5), stopped))
        .extracting(GenerationEvent::position)
        .containsExactly(new EventPosition(5, EventPosition.END));
    assertThat(rest(log, new EventPosition(4, 9), stopped))
        .extracting(GenerationEvent::position)
        .containsExactly(new EventPosition(5, EventPosition.END));
  }

  @Test
  void offersLongTextsBatchByBatch() {
    String thoughts = "r".repeat(MAX - 10);
    String longText = "x".repeat(9) + "\uD83D\uDE80" + "y".repeat(MAX);
    append(reasoning(thoughts), text(longText), title("Length"));
    Message answer = answer(log);

    List<GenerationEvent> first = after(log, EventPosition.AFTER_STARTED, answer);
    List<GenerationEvent> second = after(log, first.get(first.size() - 1).position(), answer);
    List<GenerationEvent> third = after(log, second.get(second.size() - 1).position(), answer);

    assertThat(first)
        .containsExactly(
            new GenerationEvent.ReasoningDelta(new EventPosition(1, MAX - 10), thoughts, false),
            new GenerationEvent.Delta(new EventPosition(2, 9), "x".repeat(9), true));
    assertThat(second).singleElement().matches(GenerationEvent::hasMore);
    assertThat(third)
        .extracting(event -> event.getClass().getSimpleName(), GenerationEvent::hasMore)
        .containsExactly(tuple("Delta", false), tuple("Titled", false), tuple("Ended", false));
  }

  @Test
  void keepsThePlaceOfAnEntryThatOnlyANewerServerKnows() {
    log.addEntry(EntryKind.ofWireName("from_the_future"), NOW).content().append("?");
    append(text("Known"));

    assertThat(after(log, EventPosition.AFTER_STARTED, null))
        .containsExactly(new GenerationEvent.Delta(new EventPosition(2, 5), "Known", false));
  }

  @Test
  void makesOnePartOfWhatOnlyATitleSeparates() {
    append(
        reasoning("Hm"), title("Early"), reasoning("m"), text("One"), title("Late"), text(" two"));

    assertThat(log.parts(NOW, Integer.MAX_VALUE))
        .containsExactly(new MessagePart.Reasoning("Hmm", 1), new MessagePart.Text("One two"));
  }

  @Test
  void measuresReasoningUntilTheTextBeginsOrTheEnd() {
    log.append(EntryKind.REASONING, "First", () -> NOW);
    log.append(EntryKind.TEXT, "So", () -> NOW.plusMillis(12_400));
    log.append(EntryKind.REASONING, "Again", () -> NOW.plusSeconds(20));

    assertThat(log.parts(NOW.plusSeconds(25), Integer.MAX_VALUE))
        .containsExactly(
            new MessagePart.Reasoning("First", 12),
            new MessagePart.Text("So"),
            new MessagePart.Reasoning("Again", 5));
    assertThat(log.parts(NOW.plusSeconds(25), 1))
        .containsExactly(new MessagePart.Reasoning("First", 12), new MessagePart.Text("S"));
  }

  @Test
  void survivesATripThroughItsOutline() {
    append(reasoning("Hm"), title("A \"title\""), text("One"));

    assertThat(LogOutline.parse(log.outline().toJson())).isEqualTo(log.outline());
    assertThat(LogOutline.parse(null)).isNull();
  }

  @Test
  void tellsAnAnswerThatAnOlderServerEndedAsOneText() {
    Message answer = started.assistantMessage().ended("Yes.", MessageStatus.COMPLETED);
    append(text("Yes."));

    assertThat(rest(EventLog.of(LogOutline.ofText("Yes."), answer), EventPosition.START, answer))
        .isEqualTo(rest(log, EventPosition.START, answer));
  }
}
