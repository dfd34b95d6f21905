package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ActiveGenerationTest {
  private final ActiveGeneration generation = Fixtures.activeGeneration();

  private void end(MessageStatus status) {
    generation.end(
        generation.assistantMessage().ended(generation.finalText(), status, null, null, null));
  }

  private List<GenerationEvent> after(EventPosition position) throws InterruptedException {
    return generation.after(position, Duration.ZERO);
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
  void resumesFromEveryPositionWithoutGapOrRepeat() throws InterruptedException {
    List<EventPosition> positions = new ArrayList<>(List.of(EventPosition.START));
    for (String delta : List.of("On", "e ", "two", " three")) {
      generation.append(delta);
      after(positions.get(positions.size() - 1)).forEach(event -> positions.add(event.position()));
      if (delta.equals("two")) {
        generation.title("Numbers");
        after(positions.get(positions.size() - 1))
            .forEach(event -> positions.add(event.position()));
      }
    }
    end(MessageStatus.COMPLETED);

    String whole = "One two three";
    for (EventPosition position : positions) {
      List<GenerationEvent> rest = after(position);
      assertThat(whole.substring(0, position.textLength()) + text(rest)).isEqualTo(whole);
      assertThat(rest).last().isInstanceOf(GenerationEvent.Ended.class);
      assertThat(rest).allSatisfy(event -> assertThat(event.position()).isGreaterThan(position));
      assertThat(rest).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
    }
    assertThat(after(new EventPosition(whole.length(), EventPosition.ENDED))).isEmpty();
  }

  @Test
  void offersALongTextPieceByPiece() throws InterruptedException {
    String longText = "x".repeat(GenerationEvent.Delta.MAX_LENGTH - 1) + "\uD83D\uDE80 and more";
    generation.append(longText);
    generation.title("Length");
    end(MessageStatus.COMPLETED);

    List<GenerationEvent> first = after(EventPosition.START);
    List<GenerationEvent> second = after(first.get(first.size() - 1).position());

    assertThat(first)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Started", "Delta");
    assertThat(text(first)).isEqualTo("x".repeat(GenerationEvent.Delta.MAX_LENGTH - 1));
    assertThat(second)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Delta", "Titled", "Ended");
    assertThat(text(first) + text(second)).isEqualTo(longText);
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

    assertThat(generation.finalText()).isEqualTo("Kept");
  }

  @Test
  void keepsOnlyWhatTheUserHadSeen() {
    generation.append("Seen but not this");
    generation.stop(4);

    assertThat(generation.finalText()).isEqualTo("Seen");
  }

  @Test
  void neverKeepsHalfACharacter() {
    generation.append("A😀");
    generation.stop(2);

    assertThat(generation.finalText()).isEqualTo("A");
  }

  @Test
  void cancelsTheCallOnceWhetherItCameBeforeOrAfterTheStop() {
    AtomicInteger cancelled = new AtomicInteger();
    ChatModelCall call =
        new ChatModelCall() {
          @Override
          public CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver) {
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public void cancel() {
            cancelled.incrementAndGet();
          }
        };

    generation.stop(null);
    generation.callsOn(call);
    generation.stop(null);

    assertThat(cancelled).hasValue(1);
  }

  @Test
  void givesTheJournalEachPieceOnce() {
    generation.append("One");
    JournalPiece first = generation.unjournalled();
    assertThat(first).isNotNull();
    generation.append(" two");
    generation.journalled(first.position());

    JournalPiece second = generation.unjournalled();

    assertThat(second).isNotNull();
    assertThat(first.text() + second.text()).isEqualTo("One two");
    assertThat(second.position()).isEqualTo(7);
    generation.journalled(second.position());
    assertThat(generation.unjournalled()).isNull();
  }

  @Test
  void tellsItsReadersThatItWasGivenUp() throws InterruptedException {
    generation.append("Half");

    generation.giveUp();

    assertThat(generation.after(new EventPosition(4, EventPosition.TEXT), Duration.ZERO))
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
    generation.end(
        generation.assistantMessage().ended("Whole", MessageStatus.COMPLETED, null, null, null));

    generation.giveUp();

    assertThat(generation.after(new EventPosition(5, EventPosition.TEXT), Duration.ZERO))
        .singleElement()
        .isInstanceOfSatisfying(
            GenerationEvent.Ended.class,
            ended -> assertThat(ended.message().status()).isEqualTo(MessageStatus.COMPLETED));
  }
}
