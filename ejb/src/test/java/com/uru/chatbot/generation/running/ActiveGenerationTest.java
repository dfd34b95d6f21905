package com.uru.chatbot.generation.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.LogOutline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ActiveGenerationTest {
  private final ActiveGeneration generation = Fixtures.activeGeneration();

  private void end(MessageStatus status) {
    generation.end(generation.assistantMessage().ended(generation.finalParts(), status));
  }

  private List<GenerationEvent> after(EventPosition position) throws InterruptedException {
    return generation.after(position, Duration.ZERO);
  }

  private String finalText() {
    return generation
        .assistantMessage()
        .ended(generation.finalParts(), MessageStatus.STOPPED)
        .text();
  }

  private static String text(List<GenerationEvent> events) {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof GenerationEvent.Delta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  @Test
  void tellsALateReaderEverythingInOrder() throws InterruptedException {
    generation.append("Be");
    generation.title("Reasons");
    generation.append("cause.");
    end(MessageStatus.COMPLETED);

    assertThat(after(EventPosition.START))
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Started", "Delta", "Titled", "Delta", "Ended");
  }

  @Test
  void coalescesForASlowReader() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      generation.append("x");
    }

    assertThat(after(EventPosition.AFTER_STARTED)).hasSize(1);
  }

  @Test
  void wakesAWaitingReader() throws Exception {
    CompletableFuture<List<GenerationEvent>> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return generation.after(EventPosition.AFTER_STARTED, Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    generation.append("Hello");

    assertThat(text(reader.get(10, TimeUnit.SECONDS))).isEqualTo("Hello");
  }

  @Test
  void dropsWhatArrivesAfterAStop() {
    generation.append("Kept");
    generation.stop(null);
    generation.append(" dropped");

    assertThat(finalText()).isEqualTo("Kept");
  }

  @Test
  void keepsOnlyWhatTheUserHadSeen() {
    generation.append("Seen but not this");
    generation.stop(4);

    assertThat(finalText()).isEqualTo("Seen");
  }

  @Test
  void neverKeepsHalfACharacter() {
    generation.append("A😀");
    generation.stop(2);

    assertThat(finalText()).isEqualTo("A");
  }

  @Test
  void cancelsTheProducerOnceWhetherItCameBeforeOrAfterTheStop() {
    AtomicInteger cancelled = new AtomicInteger();
    GenerationProducer producer =
        new GenerationProducer() {
          @Override
          public CompletionStage<FinalAnswer> produce(ActiveGeneration active) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void cancel() {
            cancelled.incrementAndGet();
          }

          @Override
          public void close() {}
        };

    generation.stop(null);
    generation.attach(producer);
    generation.stop(null);

    assertThat(cancelled).hasValue(1);
  }

  @Test
  void givesTheJournalEachPieceOnce() {
    generation.append("One");
    List<JournalPiece> first = generation.pendingPieces();
    generation.append(" two");
    generation.markFlushed(first.get(0).position());
    generation.title("Count");
    generation.append(" three");

    List<JournalPiece> second = generation.pendingPieces();

    assertThat(first)
        .extracting(JournalPiece::entry, JournalPiece::kind, JournalPiece::position)
        .containsExactly(tuple(1, EntryKind.TEXT, 3));
    assertThat(second)
        .extracting(
            JournalPiece::entry, JournalPiece::kind, JournalPiece::position, JournalPiece::content)
        .containsExactly(
            tuple(1, EntryKind.TEXT, 7, " two"),
            tuple(2, EntryKind.TITLE, 12, "Count"),
            tuple(3, EntryKind.TEXT, 18, " three"));
    generation.markFlushed(18);
    assertThat(generation.pendingPieces()).isEmpty();
  }

  @Test
  void tellsNothingThatWasNotSaved() throws InterruptedException {
    generation.append("Saved");
    LogOutline outline = generation.seal();
    generation.append(" not this");
    generation.title("Nor this");
    end(MessageStatus.COMPLETED);

    assertThat(outline).isEqualTo(LogOutline.ofText("Saved"));
    assertThat(after(EventPosition.AFTER_STARTED))
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Delta", "Ended");
    assertThat(text(after(EventPosition.AFTER_STARTED))).isEqualTo("Saved");
  }

  @Test
  void tellsItsReadersThatItWasGivenUp() throws InterruptedException {
    generation.append("Half");

    generation.endAsInterrupted();

    assertThat(generation.after(new EventPosition(1, 4), Duration.ZERO))
        .singleElement()
        .isInstanceOfSatisfying(
            GenerationEvent.Ended.class,
            ended -> {
              assertThat(ended.message().status()).isEqualTo(MessageStatus.INTERRUPTED);
              assertThat(ended.message().text()).isEqualTo("Half");
            });
  }

  @Test
  void keepsTheEndThatItsReadersKnow() throws InterruptedException {
    generation.append("Whole");
    generation.end(generation.assistantMessage().ended("Whole", MessageStatus.COMPLETED));

    generation.endAsInterrupted();

    assertThat(generation.after(new EventPosition(1, 5), Duration.ZERO))
        .singleElement()
        .isInstanceOfSatisfying(
            GenerationEvent.Ended.class,
            ended -> assertThat(ended.message().status()).isEqualTo(MessageStatus.COMPLETED));
  }
}
