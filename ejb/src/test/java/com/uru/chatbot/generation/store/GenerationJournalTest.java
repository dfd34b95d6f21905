package com.uru.chatbot.generation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.LogEntry;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import com.uru.chatbot.metrics.RecordedMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GenerationJournalTest {
  private final ActiveGenerations active = new ActiveGenerations();
  private final List<JournalPiece> attempted = new CopyOnWriteArrayList<>();
  private final List<JournalPiece> written = new CopyOnWriteArrayList<>();
  private final List<StopRequest> stops = new CopyOnWriteArrayList<>();
  private final AtomicInteger flushes = new AtomicInteger();
  private volatile boolean databaseIsAway;

  private final GenerationLeases leases =
      new GenerationLeases() {
        @Override
        public synchronized List<StopRequest> flush(
            UUID node, Collection<ActiveGeneration> running, List<JournalPiece> pieces) {
          flushes.incrementAndGet();
          attempted.addAll(pieces);
          if (databaseIsAway) {
            throw new IllegalStateException("no connection");
          }
          written.addAll(pieces);
          return List.copyOf(stops);
        }

        @Override
        public List<Expired> expired() {
          return List.of();
        }
      };

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final JournalLag lag = new JournalLag(metrics);
  private final GenerationJournal journal = new GenerationJournal(active, leases, lag);

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
    assertThat(flushes).hasValue(3);
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

    assertThat(journalOf(generation)).isEqualTo("1TEXTKept 1TEXT in memory ");
  }

  @Test
  void measuresHowLongTextIsInMemoryOnly() {
    journal.startThread(task -> new Thread(() -> {}));
    assertThat(lag.seconds()).isZero();
    running().append("Text");
    databaseIsAway = true;
    journal.flushOrReport();

    assertThat(lag.seconds()).isPositive();
    assertThat(metrics.observations()).isEmpty();

    databaseIsAway = false;
    journal.flush();

    assertThat(lag.seconds()).isZero();
    assertThat(metrics.observations()).containsExactly("JOURNAL_DELAY ");
  }

  @Test
  void repeatsAPieceUnchangedWhenItsFlushMayHaveBeenCommitted() {
    ActiveGeneration generation = running();
    generation.append("Committed?");
    databaseIsAway = true;
    journal.flushOrReport();
    List<JournalPiece> doubtful = List.copyOf(attempted);
    generation.append(" More");

    databaseIsAway = false;
    journal.flush();
    journal.flush();

    assertThat(doubtful).hasSize(1);
    assertThat(written).hasSize(2).containsAll(doubtful);
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
  void leavesSlowFlushesMoreTime() {
    assertThat(intervalMillisWhenAFlushTakes(0)).isEqualTo(200);
    assertThat(intervalMillisWhenAFlushTakes(8)).isEqualTo(160);
    assertThat(intervalMillisWhenAFlushTakes(20)).isEqualTo(100);
    assertThat(intervalMillisWhenAFlushTakes(5_000)).isEqualTo(100);
  }

  private static long intervalMillisWhenAFlushTakes(long millis) {
    long interval = GenerationJournal.intervalNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    return TimeUnit.NANOSECONDS.toMillis(interval);
  }

  @Test
  void asksTheDatabaseNothingWhileNothingRuns() {
    journal.flush();

    assertThat(flushes).hasValue(0);
  }

  @Nested
  class Running {
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void start() {
      journal.startThread(
          work -> {
            Thread thread = new Thread(work);
            threads.add(thread);
            return thread;
          });
    }

    @AfterEach
    void stop() throws InterruptedException {
      active.all().forEach(active::remove);
      journal.stop();
      for (Thread thread : threads) {
        thread.join();
      }
    }

    @Test
    void waitsWithoutATimerWhileNothingRuns() {
      await(() -> threads.get(0).getState() == Thread.State.WAITING);

      ActiveGeneration generation = running();
      generation.append("Text");
      await(() -> journalOf(generation).equals("1TEXTText "));
      active.remove(generation);

      await(() -> threads.get(0).getState() == Thread.State.WAITING);
    }

    @Test
    void writesWhatComesWhileItWrites() {
      ActiveGeneration generation = running();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        String delta = i + ",";
        text.append(delta);
        generation.append(delta);
        LockSupport.parkNanos(200_000);
      }

      await(() -> textOf(generation).contentEquals(text));
      assertThat(flushes).hasValueLessThan(1_000);
    }

    @Test
    void writesAgainOnceTheDatabaseIsBack() {
      databaseIsAway = true;
      ActiveGeneration generation = running();
      generation.append("Kept");
      await(() -> flushes.get() > 0);

      databaseIsAway = false;

      await(() -> journalOf(generation).equals("1TEXTKept "));
    }

    @Test
    void asksForStopsWhileAGenerationSaysNothing() {
      ActiveGeneration generation = running();
      await(() -> flushes.get() > 0);
      stops.add(new StopRequest(generation.generation().id(), 0));

      await(generation::stopRequested);
    }

    private void await(BooleanSupplier condition) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    }

    private String textOf(ActiveGeneration generation) {
      return written.stream()
          .filter(piece -> piece.generationId().equals(generation.generation().id()))
          .map(JournalPiece::content)
          .collect(Collectors.joining());
    }
  }
}
