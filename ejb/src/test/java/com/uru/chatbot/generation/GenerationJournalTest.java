package com.uru.chatbot.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.GenerationRepository.StopRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GenerationJournalTest {
  private final ActiveGenerations active = new ActiveGenerations();
  private final List<JournalPiece> written = new ArrayList<>();
  private final List<StopRequest> stops = new ArrayList<>();
  private int flushes;
  private boolean databaseIsAway;

  private final GenerationJournal journal =
      new GenerationJournal(
          active,
          new GenerationLeases(new InMemoryGenerations(), active) {
            @Override
            public List<StopRequest> flush(
                List<ActiveGeneration> running, List<JournalPiece> pieces) {
              flushes++;
              if (databaseIsAway) {
                throw new IllegalStateException("no connection");
              }
              written.addAll(pieces);
              return List.copyOf(stops);
            }
          });

  private ActiveGeneration running() {
    ActiveGeneration generation = Fixtures.activeGeneration();
    active.add(generation);
    return generation;
  }

  private String journalOf(ActiveGeneration generation) {
    StringBuilder content = new StringBuilder();
    for (JournalPiece piece : written) {
      if (piece.generationId().equals(generation.generation().id())) {
        content.append(piece.entry()).append(piece.kind()).append(piece.content()).append(' ');
      }
    }
    return content.toString();
  }

  @Test
  void writesEachPieceOfEveryGenerationOnceInOneFlush() {
    ActiveGeneration one = running();
    ActiveGeneration two = running();
    one.append("One");
    two.append("Two");
    journal.flush();
    one.append(" more");
    one.title("Numbers");
    journal.flush();
    journal.flush();

    assertThat(journalOf(one)).isEqualTo("1TEXTOne 1TEXT more 2TITLENumbers ");
    assertThat(journalOf(two)).isEqualTo("1TEXTTwo ");
    assertThat(flushes).isEqualTo(3);
  }

  @Test
  void writesEverythingOnceTheDatabaseIsBack() {
    ActiveGeneration generation = running();
    generation.append("Kept");
    databaseIsAway = true;
    journal.flushOrReport();
    generation.append(" in memory");

    databaseIsAway = false;
    journal.flush();

    assertThat(journalOf(generation)).isEqualTo("1TEXTKept in memory ");
  }

  @Test
  void makesAnotherNodeTellWhatThisNodeTells() {
    ActiveGeneration generation = running();
    EventLog elsewhere = new EventLog();
    for (String word : List.of("Word", " by", " word")) {
      generation.append(word);
      journal.flush();
      generation.title(word);
    }
    journal.flush();
    LogEntry entry = null;
    for (JournalPiece piece : written) {
      if (entry == null || piece.entry() > elsewhere.outline().entries().size()) {
        entry = elsewhere.addEntry(piece.kind(), Fixtures.NOW);
      }
      entry.content().append(piece.content());
    }

    List<GenerationEvent> here = generation.after(EventPosition.START);

    assertThat(
            elsewhere.after(EventPosition.START, () -> (GenerationEvent.Started) here.get(0), null))
        .isEqualTo(here);
  }

  @Test
  void stopsGenerationsForWhichAnotherNodeRecordedARequest() {
    ActiveGeneration generation = running();
    generation.append("Seen and more");
    stops.add(new StopRequest(generation.generation().id(), 4));
    stops.add(new StopRequest(UUID.randomUUID(), null));

    journal.flush();

    assertThat(generation.stopRequested()).isTrue();
    assertThat(
            generation
                .assistantMessage()
                .ended(generation.finalParts(), MessageStatus.STOPPED)
                .text())
        .isEqualTo("Seen");
  }

  @Test
  void asksTheDatabaseNothingWhileNothingRuns() {
    journal.flush();

    assertThat(flushes).isZero();
  }
}
