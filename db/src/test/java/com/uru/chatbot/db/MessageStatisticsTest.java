package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the parent of a message is checked in a database that is new. */
class MessageStatisticsTest {
  private static final int MESSAGES = 2_000;

  /** In one transaction, as an import adds a conversation. */
  @Test
  void findsAParentByItsKeyAfterTheFirstMessages() throws IOException, SQLException {
    try (TestDatabase database = new TestDatabase()) {
      database.migrate();
      Life life;
      try (Connection owner = database.owner()) {
        life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
      }
      try (Connection owner = database.owner()) {
        owner.setAutoCommit(false);
        update(
            owner,
            "insert into messages (tenant_id, owner_id, conversation_id, id, parent_id, role, text,"
                + " status) select ?, ?, ?, md5('m' || i)::uuid, null, 'user', 'x', 'completed'"
                + " from generate_series(1, ?) i",
            life.tenant(),
            life.user(),
            life.conversation(),
            MESSAGES);

        rows(owner, "select analyze_messages()");

        String plan =
            String.join(
                "\n",
                rows(
                        owner,
                        "explain select 1 from messages where tenant_id = ?"
                            + " and conversation_id = ? and id = ?",
                        life.tenant(),
                        life.conversation(),
                        life.question())
                    .stream()
                    .map(Object::toString)
                    .toList());
        assertThat(plan).containsPattern("(?s)messages_(tenant_id_conversation_id_id_key|pkey)");
        owner.rollback();
      }
    }
  }

  @Test
  void letsTheApplicationAskForStatistics() throws IOException, SQLException {
    try (TestDatabase database = new TestDatabase()) {
      database.migrate();
      try (Connection application = database.application()) {
        assertThat(rows(application, "select analyze_messages()")).hasSize(1);
        assertThat(rows(application, "select analyze_messages()")).hasSize(1);
      }
    }
  }
}
