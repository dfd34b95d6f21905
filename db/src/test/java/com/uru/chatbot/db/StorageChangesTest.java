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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sum of the changes of a person is what the person has. */
@SuppressWarnings("NullAway.Init")
class StorageChangesTest {
  private static final String SUM =
      "select coalesce(sum(bytes), 0)::text || ' ' || coalesce(sum(conversations), 0)"
          + " from storage_changes where tenant_id = ? and owner_id = ?";
  private static final String TRUTH =
      "select coalesce((select sum(octet_length(text)) from messages where tenant_id = ?"
          + " and owner_id = ?), 0)::text || ' ' || (select count(*) from conversations"
          + " where tenant_id = ? and owner_id = ?)";

  private static TestDatabase database;
  private Connection owner;
  private Life life;

  @BeforeAll
  static void migrate() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @BeforeEach
  void begin() throws SQLException {
    owner = database.owner();
    life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
  }

  @AfterEach
  void disconnect() throws SQLException {
    owner.close();
  }

  private void assertTrue(String bytesAndConversations) throws SQLException {
    assertThat(rows(owner, TRUTH, life.tenant(), life.user(), life.tenant(), life.user()))
        .isEqualTo(List.of(bytesAndConversations));
    assertThat(rows(owner, SUM, life.tenant(), life.user()))
        .isEqualTo(List.of(bytesAndConversations));
  }

  private long changes() throws SQLException {
    return (Long)
        rows(
                owner,
                "select count(*) from storage_changes where tenant_id = ? and owner_id = ?",
                life.tenant(),
                life.user())
            .get(0);
  }

  private void addMessages(int number) throws SQLException {
    for (int i = 0; i < number; i++) {
      life.insertMessage(owner, UUID.randomUUID(), life.question(), "user", "completed");
    }
  }

  @Test
  void followsWhatIsAddedChangedAndDeleted() throws SQLException {
    assertTrue("8 1");
    update(owner, "update messages set text = 'größer' where id = ?", life.answer());
    assertTrue("12 1");
    update(owner, "update messages set status = 'completed' where id = ?", life.answer());
    assertTrue("12 1");
    update(owner, "delete from messages where id = ?", life.answer());
    assertTrue("4 1");
    update(owner, "delete from conversations where id = ?", life.conversation());
    assertTrue("0 0");
  }

  @Test
  void countsAStatementOfManyRowsOnce() throws SQLException {
    long before = changes();
    update(
        owner,
        "insert into messages (tenant_id, owner_id, conversation_id, id, role, text, status)"
            + " select ?, ?, ?, gen_random_uuid(), 'user', repeat('x', 10), 'completed'"
            + " from generate_series(1, 1000)",
        life.tenant(),
        life.user(),
        life.conversation());

    assertThat(changes()).isEqualTo(before + 1);
    assertTrue("10008 1");
  }

  @Test
  void forgetsPeopleWhoAreDeletedWithAllTheyHave() throws SQLException {
    update(owner, "delete from users where id = ?", life.user());

    assertThat(changes()).isZero();
  }

  @Test
  void addsUpManyRowsAndKeepsTheirSum() throws SQLException {
    addMessages(30);
    assertThat(rows(owner, "select roll_up_storage() > 30")).isEqualTo(List.of(true));

    assertThat(changes()).isEqualTo(1);
    assertTrue("128 1");
  }

  @Test
  void keepsWhatIsAddedWhileRowsAreAddedUp() throws SQLException {
    addMessages(30);
    try (Connection other = database.owner()) {
      other.setAutoCommit(false);
      life.insertMessage(other, UUID.randomUUID(), life.question(), "user", "completed");
      rows(owner, "select roll_up_storage()");
      other.commit();
    }

    assertTrue("132 1");
  }

  @Test
  void leavesTheWorkToTheServerThatIsAtIt() throws SQLException {
    addMessages(30);
    try (Connection other = database.owner()) {
      other.setAutoCommit(false);
      rows(other, "select roll_up_storage()");

      assertThat(rows(owner, "select roll_up_storage()")).isEqualTo(List.of(0L));
      other.rollback();
    }
  }

  @Test
  void countsEverythingAnew() throws SQLException {
    update(owner, "update storage_changes set bytes = 17 where owner_id = ?", life.user());
    rows(owner, "select recount_storage()");

    assertThat(changes()).isEqualTo(1);
    assertTrue("8 1");
  }

  @Test
  void cannotBeChangedByTheApplication() throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      assertThat(rows(application, SUM, life.tenant(), life.user())).isEqualTo(List.of("8 1"));
      assertThat(
              rows(
                  application,
                  "select has_table_privilege(current_user, 'storage_changes', p) from"
                      + " unnest(array['insert', 'update', 'delete']) p"))
          .containsOnly(false);
    }
  }
}
