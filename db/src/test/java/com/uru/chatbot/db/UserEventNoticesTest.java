package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What a node that listens hears of what changes for users. */
@SuppressWarnings("NullAway.Init")
class UserEventNoticesTest {
  private static final String INSERT =
      "insert into conversations"
          + " (tenant_id, owner_id, id, title, title_source, model, request_digest)"
          + " select ?, ?, gen_random_uuid(), '', 'auto', 'gpt-4o', sha256('request')"
          + " from generate_series(1, ?)";

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
    update(listener, "listen uru_user_events");
  }

  @AfterEach
  void hangUp() throws SQLException {
    listener.close();
  }

  private String notice(String kind, @Nullable Object... rest) {
    StringBuilder notice = new StringBuilder(kind + " " + life.tenant() + " " + life.user());
    for (Object each : rest) {
      notice.append(' ').append(each);
    }
    return notice.toString();
  }

  @Test
  void tellsThatAConversationIsNewOrHasChanged() throws SQLException {
    inApplication(INSERT, life.tenant(), life.user(), 1);
    assertThat(heard()).hasSize(1).allMatch(heard -> heard.matches(notice("changed") + " .+ 1"));

    inApplication(
        "update conversations set title = 'New', version = 2 where id = ?", life.conversation());

    assertThat(heard()).containsExactly(notice("changed", life.conversation(), 2));
  }

  @Test
  void tellsADeletionOnceAndNothingOfWhatGoesWithIt() throws SQLException {
    inApplication("delete from conversations where id = ?", life.conversation());

    assertThat(heard()).containsExactly(notice("deleted", life.conversation()));
  }

  @Test
  void tellsBeginningAndEndOfAnAnswer() throws SQLException {
    UUID answer = UUID.randomUUID();
    UUID generation = UUID.randomUUID();
    UUID question = UUID.randomUUID();
    try (Connection owner = database.owner()) {
      life.insertMessage(owner, question, null, "user", "completed");
      life.insertMessage(owner, answer, question, "assistant", "streaming");
      life.insertGeneration(owner, generation, question, answer, 30);
    }
    assertThat(heard()).containsExactly(notice("started", generation));

    inApplication("update generations set status = 'completed' where id = ?", generation);

    assertThat(heard()).containsExactly(notice("ended", life.conversation(), 1));
  }

  @Test
  void isSilentWhileAnAnswerIsWritten() throws SQLException {
    inApplication(
        "update generations set lease_expires_at = now(), stop_requested_at = now() where id = ?",
        life.generation());

    assertThat(heard()).isEmpty();
  }

  @Test
  void isSilentWhereNothingWasChangedOrCommitted() throws SQLException {
    inApplication("delete from conversations where id = ?", UUID.randomUUID());
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(application, "delete from conversations where id = ?", life.conversation());
      application.rollback();
    }

    assertThat(heard()).isEmpty();
  }

  @Test
  void tellsManyChangesOfOneStatementAtOnce() throws SQLException {
    inApplication(INSERT, life.tenant(), life.user(), 50);
    assertThat(heard()).hasSize(50);

    inApplication(INSERT, life.tenant(), life.user(), 51);
    assertThat(heard()).containsExactly(notice("many"));
    try (Connection owner = database.owner()) {
      update(owner, "delete from users where id = ?", life.user());
    }

    assertThat(heard()).containsExactly(notice("many"));
  }

  private void inApplication(String sql, @Nullable Object... parameters) throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(application, sql, parameters);
      application.commit();
    }
  }

  /** A statement brings all notices of what was committed before it. */
  private List<String> heard() throws SQLException {
    rows(listener, "select 1");
    List<String> heard = new ArrayList<>();
    PGNotification[] notices = listener.unwrap(PGConnection.class).getNotifications();
    for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
      heard.add(notice.getParameter());
    }
    return heard;
  }
}
