package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models reject, as one node notes it and another finds it. */
@SuppressWarnings("NullAway.Init")
class RejectedParametersTest {
  private static final String UPSTREAM = "https://api.example.org/v1";

  private static TestDatabase database;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    asOwner("delete from rejected_parameters");
  }

  @Test
  void findsWhatAnotherNodeHasNotedForTheModelOfTheUpstream() throws SQLException {
    note(UPSTREAM, "gpt-7", "temperature");
    note(UPSTREAM, "gpt-7", "temperature");
    note(UPSTREAM, "gpt-7", "reasoning_effort");
    note(UPSTREAM, "gpt-8", "stream_options");
    note("https://other.example.org/v1", "gpt-7", "max_output_tokens");

    assertThat(find(UPSTREAM, "gpt-7"))
        .containsExactlyInAnyOrder("temperature", "reasoning_effort");
    assertThat(find(UPSTREAM, "gpt-9")).isEmpty();
  }

  @Test
  void forgetsWhatIsOlderThanThirtyDays() throws SQLException {
    note(UPSTREAM, "gpt-7", "temperature");
    note(UPSTREAM, "gpt-7", "reasoning_effort");
    asOwner(
        "update rejected_parameters set noted_at = now() - interval '30 days' where parameter = ?",
        "temperature");

    assertThat(find(UPSTREAM, "gpt-7")).containsExactly("reasoning_effort");

    note(UPSTREAM, "gpt-8", "temperature");
    assertThat(count()).as("deleted by the next note").isEqualTo(2);
  }

  @Test
  void countsThirtyDaysFromTheLastRejection() throws SQLException {
    note(UPSTREAM, "gpt-7", "temperature");
    asOwner("update rejected_parameters set noted_at = now() - interval '29 days'");

    note(UPSTREAM, "gpt-7", "temperature");

    try (Connection owner = database.owner()) {
      assertThat(
              rows(owner, "select noted_at > now() - interval '1 hour' from rejected_parameters"))
          .containsExactly(true);
    }
  }

  @Test
  void takesTheSameNoteOfManyNodesAtOnce() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(10);
    try {
      List<Callable<Boolean>> notes =
          Stream.generate(
                  () ->
                      (Callable<Boolean>)
                          () -> {
                            note(UPSTREAM, "gpt-7", "temperature");
                            return true;
                          })
              .limit(30)
              .toList();
      for (Future<Boolean> note : nodes.invokeAll(notes)) {
        assertThat(note.get()).isTrue();
      }
    } finally {
      nodes.shutdownNow();
    }

    assertThat(find(UPSTREAM, "gpt-7")).containsExactly("temperature");
  }

  @Test
  void addsNothingAboveTenThousandRows() throws SQLException {
    asOwner(
        "insert into rejected_parameters (upstream, model, parameter)"
            + " select 'u', 'm' || i, 'stream' from generate_series(1, 10000) i");

    note(UPSTREAM, "gpt-7", "temperature");

    assertThat(count()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from rejected_parameters",
        "insert into rejected_parameters (upstream, model, parameter) values ('u', 'm', 'p')",
        "update rejected_parameters set model = 'x'",
        "delete from rejected_parameters"
      })
  void keepsTheTableFromTheApplication(String statement) throws SQLException {
    try (Connection application = database.application(UUID.randomUUID(), UUID.randomUUID())) {
      assertThatThrownBy(() -> update(application, statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Temperature", "a b", "sk-proj-1", "x;drop"})
  void takesOnlyNamesOfParameters(String parameter) {
    assertThatThrownBy(() -> note(UPSTREAM, "gpt-7", parameter)).isInstanceOf(SQLException.class);
  }

  private static void note(String upstream, String model, String parameter) throws SQLException {
    try (Connection node = database.application()) {
      rows(
          node,
          "select cast(note_rejected_parameter(?, ?, ?) as text)",
          upstream,
          model,
          parameter);
    }
  }

  private static List<Object> find(String upstream, String model) throws SQLException {
    try (Connection node = database.application()) {
      return rows(node, "select find_rejected_parameters(?, ?)", upstream, model);
    }
  }

  private static long count() throws SQLException {
    try (Connection owner = database.owner()) {
      return TestDatabase.count(owner, "rejected_parameters");
    }
  }

  private static void asOwner(String sql, Object... parameters) throws SQLException {
    try (Connection owner = database.owner()) {
      update(owner, sql, parameters);
    }
  }
}
