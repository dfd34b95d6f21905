package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many answers at a time as a busy office asks for, and for long (fault T11). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class ManyReadersIT {
  private static final System.Logger LOGGER = System.getLogger(ManyReadersIT.class.getName());
  private static final int READERS_PER_USER = 10;
  private static final int READERS_PER_PROCESSOR = 150;

  /** Who begins together: the upstream is given three seconds for its first byte. */
  private static final int READERS_PER_WAVE = 50;

  private static final Duration WAVE_LIMIT = Duration.ofSeconds(30);

  /** That nobody is shut out; how long it takes is measured by {@code dev/bench}. */
  private static final Duration SIGN_IN_LIMIT = Duration.ofSeconds(5);

  private static final long HEAP_GROWTH = 30L << 20;
  private static final int THREADS_GROWTH = 50;

  private final UruSystem uru;
  private final List<UruClient> users = new ArrayList<>();
  private final List<SteadyReader> readers = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();

  ManyReadersIT(UruSystem uru) {
    this.uru = uru;
  }

  /**
   * How long everybody reads.
   *
   * @param answers one after the other
   * @param tokens of each, at twenty a second
   * @param settled after how many answers what the server holds has to stay as it is
   */
  private record Reading(int answers, int tokens, int settled) {
    /** Twice as long as it should take. */
    Duration limit() {
      return Duration.ofSeconds(2L * answers * tokens / 20);
    }
  }

  /** What the server holds. */
  private record Held(long heap, long threads, Duration signIn) {}

  @Test
  void servesAHundredReadersForAWhile() {
    read(100, new Reading(3, 100, 1));
  }

  /**
   * Ten minutes; the first is not compared. A machine that also carries PostgreSQL, the provider
   * and the readers has no room for a thousand of them below seven processors.
   */
  @Test
  @Tag("long")
  void servesAsManyReadersAsTheMachineCarriesForTenMinutes() {
    read(
        Math.min(1_000, READERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors()),
        new Reading(20, 600, 2));
  }

  private void read(int count, Reading reading) {
    long begin = System.nanoTime();
    begin(count, reading);

    await(
        reading,
        "to settle",
        readers -> readers.stream().allMatch(r -> r.answers() >= reading.settled()));
    Held first = held();
    refresh();
    await(
        reading,
        "to come half way",
        readers -> readers.stream().allMatch(r -> r.answers() >= reading.answers() / 2));
    refresh();
    await(
        reading,
        "to come to the last answer",
        readers -> readers.stream().anyMatch(r -> r.answers() == reading.answers() - 1));
    Held last = held();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();

    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} readers, {1} answers each, {2} s: heap {3} kB, then {4} kB; threads {5}, then {6};"
            + " a sign-in took {7} ms, then {8} ms",
        count,
        reading.answers(),
        Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
        first.heap() >> 10,
        last.heap() >> 10,
        first.threads(),
        last.threads(),
        first.signIn().toMillis(),
        last.signIn().toMillis());
    readers.forEach(SteadyReader::assertShownIsStored);
    assertThat(last.heap() - first.heap()).as("growth of the heap").isLessThan(HEAP_GROWTH);
    assertThat(last.threads() - first.threads()).as("more threads").isLessThan(THREADS_GROWTH);
    assertThat(List.of(first.signIn(), last.signIn()))
        .allMatch(signIn -> signIn.compareTo(SIGN_IN_LIMIT) < 0);
  }

  /** Everybody is there before anybody asks, or the last would come to a server under load. */
  private void begin(int count, Reading reading) {
    while (readers.size() < count) {
      if (readers.size() % READERS_PER_USER == 0) {
        users.add(uru.newUser());
      }
      readers.add(new SteadyReader(users.get(users.size() - 1), reading.tokens()));
    }
    for (SteadyReader reader : readers) {
      ends.add(reader.ask(reading.answers()));
      if (ends.size() % READERS_PER_WAVE == 0) {
        Eventually.within(
            WAVE_LIMIT,
            "text for everybody",
            () ->
                hasNoneFailed()
                    && readers.subList(0, ends.size()).stream().allMatch(SteadyReader::isReading));
      }
    }
  }

  private void await(Reading reading, String what, Predicate<List<SteadyReader>> condition) {
    Eventually.within(
        reading.limit(), "the readers " + what, () -> hasNoneFailed() && condition.test(readers));
  }

  /** Or throws what went wrong. */
  private boolean hasNoneFailed() {
    ends.stream()
        .filter(CompletableFuture::isCompletedExceptionally)
        .forEach(CompletableFuture::join);
    return true;
  }

  /** The sign-in comes first: a full collection is the test's doing, not the readers'. */
  private Held held() {
    long begin = System.nanoTime();
    uru.signedIn(users.get(0).email(), UruSystem.PASSWORD);
    Duration signIn = Duration.ofNanos(System.nanoTime() - begin);
    return new Held(uru.serverHeap(), uru.serverThreads(), signIn);
  }

  /** As every tab does before its ten minutes are over. */
  private void refresh() {
    for (int i = 0; i < users.size(); i++) {
      UruClient tab = users.get(i).newTab();
      tab.refresh().expect(200);
      users.set(i, tab);
      readers
          .subList(i * READERS_PER_USER, (i + 1) * READERS_PER_USER)
          .forEach(reader -> reader.signedInAs(tab));
    }
  }
}
