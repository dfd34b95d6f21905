package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two nodes with one database. */
class CachedRejectedParametersTest {
  private static final String UPSTREAM = "https://api.example.org/v1";

  private final Database database = new Database();
  private final ManualClock clock = new ManualClock();
  private final RejectedParameters node = new CachedRejectedParameters(database, clock);
  private final RejectedParameters other = new CachedRejectedParameters(database, clock);

  @Test
  void knowsWhatAnotherNodeHasSeen() {
    other.add(UPSTREAM, "gpt-7", "temperature");

    assertThat(node.of(UPSTREAM, "gpt-7")).containsExactly("temperature");
    assertThat(node.of(UPSTREAM, "gpt-8")).isEmpty();
    assertThat(node.of("https://other.example.org", "gpt-7")).isEmpty();
  }

  @Test
  void readsOncePerMinuteAndModel() {
    for (int i = 0; i < 100; i++) {
      assertThat(node.of(UPSTREAM, "gpt-7")).isEmpty();
    }
    assertThat(database.reads).isEqualTo(1);

    other.add(UPSTREAM, "gpt-7", "temperature");
    clock.pass(Duration.ofSeconds(59));
    assertThat(node.of(UPSTREAM, "gpt-7")).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(node.of(UPSTREAM, "gpt-7")).containsExactly("temperature");
  }

  @Test
  void knowsItsOwnRejectionsAtOnceAndOverARestart() {
    assertThat(node.of(UPSTREAM, "gpt-7")).isEmpty();
    node.add(UPSTREAM, "gpt-7", "temperature");

    assertThat(node.of(UPSTREAM, "gpt-7")).containsExactly("temperature");
    assertThat(new CachedRejectedParameters(database, clock).of(UPSTREAM, "gpt-7"))
        .containsExactly("temperature");
  }

  @Test
  void findsMoreThanItHasSeenItself() {
    other.add(UPSTREAM, "gpt-7", "temperature");
    node.add(UPSTREAM, "gpt-7", "reasoning_effort");

    assertThat(node.of(UPSTREAM, "gpt-7"))
        .containsExactlyInAnyOrder("temperature", "reasoning_effort");
  }

  @Test
  void triesAgainWhatTheDatabaseHasForgotten() {
    node.add(UPSTREAM, "gpt-7", "temperature");
    database.rows.clear();
    clock.pass(Duration.ofMinutes(1));

    assertThat(node.of(UPSTREAM, "gpt-7")).isEmpty();
  }

  @Test
  void goesOnWithWhatItKnowsWhileTheDatabaseIsAwayAndSavesItAfterwards() {
    other.add(UPSTREAM, "gpt-7", "temperature");
    assertThat(node.of(UPSTREAM, "gpt-7")).containsExactly("temperature");

    database.away = true;
    node.add(UPSTREAM, "gpt-7", "stream_options");
    for (int i = 0; i < 3; i++) {
      clock.pass(Duration.ofMinutes(2));
      assertThat(node.of(UPSTREAM, "gpt-7"))
          .containsExactlyInAnyOrder("temperature", "stream_options");
      assertThat(node.of(UPSTREAM, "never-seen")).isEmpty();
    }

    database.away = false;
    clock.pass(Duration.ofMinutes(2));
    assertThat(node.of(UPSTREAM, "gpt-7"))
        .containsExactlyInAnyOrder("temperature", "stream_options");
    assertThat(other.of(UPSTREAM, "gpt-7"))
        .containsExactlyInAnyOrder("temperature", "stream_options");
  }

  @Test
  void asksADatabaseThatIsAwayOncePerMinute() {
    database.away = true;
    for (int i = 0; i < 100; i++) {
      node.of(UPSTREAM, "gpt-7");
    }

    assertThat(database.reads).isEqualTo(1);
  }

  @Test
  void survivesAnyNumberOfModels() {
    for (int i = 0; i < 10_000; i++) {
      node.of(UPSTREAM, "model-" + i);
    }
    node.add(UPSTREAM, "gpt-7", "temperature");

    assertThat(node.of(UPSTREAM, "gpt-7")).containsExactly("temperature");
  }

  /** A database that can be away. */
  private static final class Database implements RejectedParametersRepository {
    private final Map<String, Set<String>> rows = new HashMap<>();
    private boolean away;
    private int reads;

    @Override
    public Set<String> find(String upstream, String model) {
      reads++;
      requireHere();
      return Set.copyOf(rows.getOrDefault(upstream + " " + model, Set.of()));
    }

    @Override
    public void add(String upstream, String model, String parameter) {
      requireHere();
      rows.computeIfAbsent(upstream + " " + model, key -> new HashSet<>()).add(parameter);
    }

    private void requireHere() {
      if (away) {
        throw new IllegalStateException("away");
      }
    }
  }
}
