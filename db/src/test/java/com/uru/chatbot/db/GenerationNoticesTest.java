package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What a node that listens hears of the generations of all nodes. */
@SuppressWarnings("NullAway.Init")
class GenerationNoticesTest {
  private static final String NEWS = "uru_generation_news";
  private static final String STOPS = "uru_generation_stops";

  private static TestDatabase database;
  private Life life;
  private Connection listener;

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
  void listen() throws SQLException {
    try (Connection owner = database.owner()) {
      life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
    }
    listener = database.application();
    update(listener, "listen " + NEWS);
    update(listener, "listen " + STOPS);
  }

  @AfterEach
  void hangUp() throws SQLException {
    listener.close();
  }

  @Test
  void tellsThatAGenerationHasNewText() throws SQLException {
    flush("[" + piece(life.generation(), 11) + "]");

    assertThat(heard()).containsExactly(NEWS + " " + life.generation());
  }

  @Test
  void tellsAGenerationOnceHoweverManyPiecesItHas() throws SQLException {
    flush("[%s, %s]".formatted(piece(life.generation(), 11), piece(life.generation(), 12)));

    assertThat(heard()).containsExactly(NEWS + " " + life.generation());
  }

  @Test
  void isSilentWhenNothingWasAdded() throws SQLException {
    flush("[]");
    flush("[" + piece(UUID.randomUUID(), 11) + "]");
    flush("[" + piece(life.generation(), 11) + "]");
    assertThat(heard()).hasSize(1);

    flush("[" + piece(life.generation(), 11) + "]");

    assertThat(heard()).isEmpty();
  }

  @Test
  void tellsTheEndOfAGeneration() throws SQLException {
    inApplication("update generations set status = 'completed' where id = ?");

    assertThat(heard()).containsExactly(NEWS + " " + life.generation());
  }

  @Test
  void tellsTheWishToStopOnce() throws SQLException {
    String stop = "update generations set stop_requested_at = coalesce(stop_requested_at, now())";
    inApplication(stop + " where id = ?");
    inApplication(stop + " where id = ?");

    assertThat(heard()).containsExactly(STOPS + " " + life.generation());
  }

  @Test
  void isSilentAboutWhatWasRolledBack() throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(
          application,
          "update generations set status = 'completed' where id = ?",
          life.generation());
      application.rollback();
    }

    assertThat(heard()).isEmpty();
  }

  @Test
  void tellsOfManyGenerationsInFewNoticesThatFit() throws SQLException {
    List<UUID> many = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    try (Connection owner = database.owner()) {
      for (int i = 0; i < 450; i++) {
        UUID generation = addGeneration(owner);
        many.add(generation);
        pieces.add(piece(generation, 5));
      }
    }

    flush(pieces.toString());

    List<String> heard = heard();
    assertThat(heard).hasSize(3).allMatch(notice -> notice.getBytes(UTF_8).length < 8000);
    List<UUID> told =
        heard.stream()
            .flatMap(notice -> Arrays.stream(notice.substring(NEWS.length() + 1).split(",")))
            .map(UUID::fromString)
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(many);
  }

  private UUID addGeneration(Connection owner) throws SQLException {
    UUID question = UUID.randomUUID();
    UUID answer = UUID.randomUUID();
    UUID generation = UUID.randomUUID();
    String message =
        "insert into messages (tenant_id, owner_id, conversation_id, id, role, text, status)"
            + " values (?, ?, ?, ?, ?, '', ?)";
    update(
        owner,
        message,
        life.tenant(),
        life.user(),
        life.conversation(),
        question,
        "user",
        "completed");
    update(
        owner,
        message,
        life.tenant(),
        life.user(),
        life.conversation(),
        answer,
        "assistant",
        "streaming");
    update(
        owner,
        "insert into generations (tenant_id, owner_id, conversation_id, id, user_message_id,"
            + " message_id, request_digest, status, node, lease_expires_at)"
            + " values (?, ?, ?, ?, ?, ?, sha256('x'), 'streaming', ?, now() + interval '1 minute')",
        life.tenant(),
        life.user(),
        life.conversation(),
        generation,
        question,
        answer,
        life.node());
    return generation;
  }

  private void flush(String pieces) throws SQLException {
    try (Connection application = database.application()) {
      rows(
          application,
          "select generation_id from flush_generation_journal(?, 30, '[]', ?::jsonb)",
          life.node(),
          pieces);
    }
  }

  private String piece(UUID generation, int position) {
    return "{\"tenant_id\": \"%s\", \"generation_id\": \"%s\", \"position\": %d, \"text\": \"x\"}"
        .formatted(life.tenant(), generation, position);
  }

  private void inApplication(String sql) throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(application, sql, life.generation());
      application.commit();
    }
  }

  /** A statement brings all notices of what was committed before it. */
  private List<String> heard() throws SQLException {
    rows(listener, "select 1");
    List<String> heard = new ArrayList<>();
    PGNotification[] notices = listener.unwrap(PGConnection.class).getNotifications();
    for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
      heard.add(notice.getName() + " " + notice.getParameter());
    }
    return heard;
  }
}
