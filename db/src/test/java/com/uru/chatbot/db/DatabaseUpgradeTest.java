package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of rows that servers of an older version have written. */
@SuppressWarnings("NullAway.Init")
class DatabaseUpgradeTest {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID USER = UUID.randomUUID();
  private static final UUID CONVERSATION = UUID.randomUUID();
  private static final UUID FIRST_QUESTION = UUID.randomUUID();
  private static final UUID FIRST_ANSWER = UUID.randomUUID();
  private static final UUID SECOND_QUESTION = UUID.randomUUID();
  private static final UUID SECOND_ANSWER = UUID.randomUUID();
  private static final UUID GENERATION = UUID.randomUUID();

  private static TestDatabase database;
  private static UUID ada;
  private static UUID jose;

  @BeforeAll
  static void upgrade() throws IOException, SQLException {
    database = new TestDatabase();
    migrateTo("5");
    try (Connection owner = database.owner()) {
      converse(owner);
      ada = addUser(owner, "Ada@Example.ORG");
      jose = addUser(owner, "josé@bücher.example");
    }
    database.migrate();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  private static void migrateTo(String version) {
    Flyway.configure()
        .dataSource(database.url(), DatabaseRoles.OWNER, TestDatabase.OWNER_PASSWORD)
        .locations("classpath:com/uru/chatbot/db/migration")
        .placeholders(Map.of("applicationRole", DatabaseRoles.APPLICATION))
        .target(version)
        .load()
        .migrate();
  }

  private static UUID addUser(Connection owner, String email) throws SQLException {
    UUID id = UUID.randomUUID();
    update(
        owner,
        "insert into users (tenant_id, id, email, display_name, role) values (?, ?, ?, 'A', 'user')",
        TENANT,
        id,
        email);
    return id;
  }

  private static void converse(Connection owner) throws SQLException {
    update(
        owner,
        "insert into users (tenant_id, id, email, display_name, role)"
            + " values (?, ?, 'old@example.org', 'Old', 'user')",
        TENANT,
        USER);
    update(
        owner,
        "insert into conversations (tenant_id, owner_id, id, title, title_source, model,"
            + " system_prompt, request_digest)"
            + " values (?, ?, ?, '', 'auto', 'gpt-4o', 'Be brief.', sha256('request'))",
        TENANT,
        USER,
        CONVERSATION);
    addMessage(owner, FIRST_QUESTION, null, "user", "completed");
    addMessage(owner, FIRST_ANSWER, FIRST_QUESTION, "assistant", "completed");
    addMessage(owner, SECOND_QUESTION, FIRST_ANSWER, "user", "completed");
    addMessage(owner, SECOND_ANSWER, SECOND_QUESTION, "assistant", "streaming");
    update(
        owner,
        "insert into generations (tenant_id, owner_id, conversation_id, id, user_message_id,"
            + " message_id, request_digest, status, node, lease_expires_at) values (?, ?, ?, ?, ?,"
            + " ?, sha256('request'), 'streaming', ?, now())",
        TENANT,
        USER,
        CONVERSATION,
        GENERATION,
        SECOND_QUESTION,
        SECOND_ANSWER,
        UUID.randomUUID());
    update(
        owner,
        "insert into generation_events (tenant_id, generation_id, position, text)"
            + " values (?, ?, 5, 'Hello'), (?, ?, 11, ' world')",
        TENANT,
        GENERATION,
        TENANT,
        GENERATION);
  }

  private static void addMessage(
      Connection owner, UUID id, @Nullable UUID parent, String role, String status)
      throws SQLException {
    update(
        owner,
        "insert into messages (tenant_id, owner_id, conversation_id, id, parent_id, role, text,"
            + " status) values (?, ?, ?, ?, ?::uuid, ?, 'text', ?)",
        TENANT,
        USER,
        CONVERSATION,
        id,
        parent,
        role,
        status);
  }

  @Test
  void readsAJournalThatHasOnlyTextAsOneEntryOfText() throws SQLException {
    try (Connection owner = database.owner()) {
      assertThat(
              rows(
                  owner,
                  "select entry || ' ' || kind || ' ' || string_agg(text || content, '' order by"
                      + " position) from generation_events group by entry, kind"))
          .containsExactly("1 text Hello world");
    }
  }

  @Test
  void givesTheFirstQuestionTheSystemPromptOfItsConversation() throws SQLException {
    try (Connection owner = database.owner()) {
      assertThat(
              rows(
                  owner,
                  "select id || ' ' || instructions from messages where instructions is not null"))
          .containsExactly(FIRST_QUESTION + " Be brief.");
    }
  }

  @Test
  void keepsMessagesAsOneText() throws SQLException {
    try (Connection owner = database.owner()) {
      assertThat(
              rows(
                  owner,
                  "select count(*) from messages where text = 'text' and parts is null"
                      + " and provider_items is null"))
          .containsExactly(4L);
    }
  }

  @Test
  void givesAnAddressInAsciiItsKeyAndLeavesTheOthersToTheServer() throws SQLException {
    try (Connection owner = database.owner();
        Connection application = database.application()) {
      assertThat(rows(owner, "select email_key from users where id = ?", ada))
          .containsExactly("ada@example.org");
      assertThat(rows(application, "select user_id from accounts_without_email_key()"))
          .containsExactly(jose);
    }
  }

  @Test
  void findsAccountsWithAndWithoutAKey() throws SQLException {
    try (Connection owner = database.owner();
        Connection application = database.application()) {
      UUID rolling = addUser(owner, "Rolling@example.org");

      assertThat(find(application, "ADA@example。org", "ada@example.org")).containsExactly(ada);
      assertThat(find(application, "josé@bücher.example", "josé@xn--bcher-kva.example"))
          .containsExactly(jose);
      assertThat(find(application, "rolling@example．org", "rolling@example.org"))
          .containsExactly(rolling);
      assertThat(find(application, "nobody@example.org", "nobody@example.org")).isEmpty();
      assertThat(rows(application, "select user_id from find_account('ada@example.org')"))
          .as("as a server of the version before asks")
          .containsExactly(ada);
    }
  }

  @Test
  void findsTheVerySpellingBeforeAnotherAccountWithTheKey() throws SQLException {
    try (Connection owner = database.owner();
        Connection application = database.application()) {
      UUID keyed = addUser(owner, "eve@xn--bcher-kva.example");
      update(owner, "update users set email_key = email where id = ?", keyed);
      UUID older = addUser(owner, "eve@bücher.example");

      String key = "eve@xn--bcher-kva.example";
      assertThat(find(application, "eve@bücher.example", key)).containsExactly(older);
      assertThat(find(application, key, key)).containsExactly(keyed);
      assertThat(find(application, "eve@bücher。example", key)).containsExactly(keyed);
    }
  }

  private static List<Object> find(Connection application, String email, String key)
      throws SQLException {
    return rows(application, "select user_id from find_account(?, ?)", email, key);
  }
}
