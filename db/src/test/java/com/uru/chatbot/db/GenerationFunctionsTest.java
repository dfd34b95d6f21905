package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two functions of the owner that the application may call without a context. */
@SuppressWarnings("NullAway.Init")
class GenerationFunctionsTest {
  private static TestDatabase database;
  private Life life;

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
  void live() throws SQLException {
    try (Connection owner = database.owner()) {
      life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
    }
  }

  @Test
  void addsTheNewTextOfAGenerationThatTheNodeHolds() throws SQLException {
    flush(life.node(), 30, piece(11, " world"));

    assertThat(journal()).isEqualTo("Hello world");
  }

  /** A server of the version before knows nothing of entries and kinds. */
  @Test
  void takesAPieceWithoutAKindForTextOfTheFirstEntry() throws SQLException {
    flush(life.node(), 30, piece(11, " world"));

    assertThat(entries()).containsExactly("1 text 5 Hello", "1 text 11  world");
  }

  @Test
  void takesTypedPiecesAndShowsOlderServersOnlyTheText() throws SQLException {
    flush(
        life.node(),
        30,
        "[%s, %s, %s]"
            .formatted(
                typed(2, "title", 10, "content", "Title"),
                typed(3, "reasoning", 12, "content", "Hm"),
                typed(4, "text", 18, "text", " world")));

    assertThat(entries())
        .containsExactly(
            "1 text 5 Hello", "2 title 10 Title", "3 reasoning 12 Hm", "4 text 18  world");
    assertThat(journal()).isEqualTo("Hello world");
  }

  @Test
  void takesTheSamePieceOnlyOnce() throws SQLException {
    flush(life.node(), 30, piece(11, " world"));
    flush(life.node(), 30, piece(11, " world"));

    assertThat(journal()).isEqualTo("Hello world");
  }

  @Test
  void takesNothingFromANodeThatDoesNotHoldTheGeneration() throws SQLException {
    flush(UUID.randomUUID(), 30, piece(11, " world"));

    assertThat(journal()).isEqualTo("Hello");
  }

  @Test
  void takesNothingForAGenerationThatHasEnded() throws SQLException {
    try (Connection owner = database.owner()) {
      update(
          owner, "update generations set status = 'interrupted' where id = ?", life.generation());
    }

    flush(life.node(), 30, piece(11, " world"));

    assertThat(journal()).isEqualTo("Hello");
  }

  @Test
  void renewsALeaseThatIsHalfOver() throws SQLException {
    expireIn(10);

    flush(life.node(), 30, "[]");

    assertThat(leaseSeconds()).isBetween(20L, 30L);
  }

  @Test
  void leavesAFreshLeaseAlone() throws SQLException {
    expireIn(20);

    flush(life.node(), 30, "[]");

    assertThat(leaseSeconds()).isBetween(10L, 20L);
  }

  @Test
  void renewsNoLeaseOfAnotherNode() throws SQLException {
    expireIn(10);

    flush(UUID.randomUUID(), 30, "[]");

    assertThat(leaseSeconds()).isLessThanOrEqualTo(10);
  }

  @Test
  void answersWhichGenerationsSomebodyWantsStopped() throws SQLException {
    assertThat(flush(life.node(), 30, "[]")).isEmpty();
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(
          application,
          "update generations set stop_requested_at = now(), seen_length = 3 where id = ?",
          life.generation());
      application.commit();
    }

    assertThat(flush(life.node(), 30, "[]")).containsExactly(life.generation());
    assertThat(flush(UUID.randomUUID(), 30, "[]")).isEmpty();
  }

  @Test
  void findsItsGenerationsWithoutReadingAll() throws SQLException {
    try (Connection application = database.application()) {
      application.setAutoCommit(false);
      flush(application, life.node(), 30, piece(11, " world"));

      assertThat(
              rows(
                  application,
                  "select relname::text from pg_stat_xact_user_tables"
                      + " where seq_scan > 0 and relname like 'generation%'"))
          .isEmpty();
    }
  }

  @Test
  void listsGenerationsWhoseLeaseHasRunOut() throws SQLException {
    assertThat(expired()).doesNotContain(life.generation());

    expireIn(-1);

    assertThat(expired()).contains(life.generation());
  }

  @Test
  void listsNoGenerationThatHasEnded() throws SQLException {
    expireIn(-1);
    try (Connection owner = database.owner()) {
      update(owner, "update generations set status = 'completed' where id = ?", life.generation());
    }

    assertThat(expired()).doesNotContain(life.generation());
  }

  private List<Object> flush(UUID node, int leaseSeconds, String pieces) throws SQLException {
    try (Connection application = database.application()) {
      return flush(application, node, leaseSeconds, pieces);
    }
  }

  private List<Object> flush(Connection application, UUID node, int leaseSeconds, String pieces)
      throws SQLException {
    String running =
        "[{\"tenant_id\": \"%s\", \"generation_id\": \"%s\"}]"
            .formatted(life.tenant(), life.generation());
    return rows(
        application,
        "select generation_id from flush_generation_journal(?, ?, ?::jsonb, ?::jsonb)",
        node,
        leaseSeconds,
        running,
        pieces);
  }

  private String piece(int position, String text) {
    return "[{\"tenant_id\": \"%s\", \"generation_id\": \"%s\", \"position\": %d, \"text\": \"%s\"}]"
        .formatted(life.tenant(), life.generation(), position, text);
  }

  private String typed(int entry, String kind, int position, String column, String content) {
    return """
        {"tenant_id": "%s", "generation_id": "%s", "entry": %d, "kind": "%s", "position": %d, "%s": "%s"}"""
        .formatted(life.tenant(), life.generation(), entry, kind, position, column, content);
  }

  private List<Object> entries() throws SQLException {
    try (Connection owner = database.owner()) {
      return rows(
          owner,
          "select entry || ' ' || kind || ' ' || position || ' ' || text || content"
              + " from generation_events where generation_id = ? order by position",
          life.generation());
    }
  }

  private String journal() throws SQLException {
    try (Connection owner = database.owner()) {
      return (String)
          rows(
                  owner,
                  "select string_agg(text, '' order by position) from generation_events"
                      + " where generation_id = ?",
                  life.generation())
              .get(0);
    }
  }

  private void expireIn(int seconds) throws SQLException {
    try (Connection owner = database.owner()) {
      update(
          owner,
          "update generations set lease_expires_at = now() + make_interval(secs => ?) where id = ?",
          seconds,
          life.generation());
    }
  }

  private long leaseSeconds() throws SQLException {
    try (Connection owner = database.owner()) {
      return ((Number)
              rows(
                      owner,
                      "select extract(epoch from lease_expires_at - now())::bigint"
                          + " from generations where id = ?",
                      life.generation())
                  .get(0))
          .longValue();
    }
  }

  private List<Object> expired() throws SQLException {
    try (Connection application = database.application()) {
      return rows(application, "select generation_id from expired_generations()");
    }
  }
}
