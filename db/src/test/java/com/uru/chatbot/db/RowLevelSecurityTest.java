package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.count;
import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class RowLevelSecurityTest {
  /** The tenant that the first migration makes. */
  private static final UUID TENANT_A = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private static final UUID TENANT_B = UUID.randomUUID();
  private static final String HISTORY = "flyway_schema_history";

  /** Belongs to no tenant; the application role may not touch it (RejectedParametersTest). */
  private static final String REJECTED_PARAMETERS = "rejected_parameters";

  private static TestDatabase database;
  private static Life a1;
  private static Life a2;
  private static Life b1;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
    try (Connection owner = database.owner()) {
      a1 = Life.begin(owner, TENANT_A, "a1");
      a2 = Life.begin(owner, TENANT_A, "a2");
      b1 = Life.begin(owner, TENANT_B, "b1");
    }
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  static List<Object> tables() throws SQLException {
    try (Connection owner = database.owner()) {
      return rows(
          owner,
          "select table_name::text from information_schema.tables"
              + " where table_schema = 'public' and table_name not in (?, ?)",
          HISTORY,
          REJECTED_PARAMETERS);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void showsNoRowWithoutAContext(String table) throws SQLException {
    try (Connection owner = database.owner();
        Connection application = database.application()) {
      assertThat(count(owner, table)).as("rows to hide: add some to Life").isPositive();
      assertThat(count(application, table)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void showsOnlyRowsOfTheTenant(String table) throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(rows(application, "select distinct tenant_id from " + table))
          .containsExactly(TENANT_A);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void isEnabledAndForcedWithTheTenantInTheKey(String table) throws SQLException {
    try (Connection owner = database.owner()) {
      assertThat(
              rows(
                  owner,
                  "select relrowsecurity and relforcerowsecurity from pg_class"
                      + " where oid = ?::regclass",
                  table))
          .containsExactly(true);
      assertThat(
              rows(
                  owner,
                  "select a.attname::text from pg_index i join pg_attribute a"
                      + " on a.attrelid = i.indrelid and a.attnum = i.indkey[0]"
                      + " where i.indisprimary and i.indrelid = ?::regclass",
                  table))
          .containsExactly("tenant_id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conversations", "messages", "generations", "user_budgets", "transfer_leases"})
  void showsOnlyRowsOfTheUser(String table) throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(rows(application, "select distinct owner_id from " + table))
          .containsExactly(a1.user());
    }
  }

  @Test
  void showsSharesOfOthersOfTheTenant() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(rows(application, "select owner_id from shares"))
          .containsExactlyInAnyOrder(a1.user(), a2.user());
    }
  }

  @Test
  void refusesAShareOfAnotherUsersConversation() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      for (UUID owner : List.of(a1.user(), a2.user())) {
        assertThatThrownBy(
                () ->
                    update(
                        application,
                        "insert into shares (tenant_id, id, owner_id, conversation_id,"
                            + " head_message_id, title, message_count, audience, created_at,"
                            + " updated_at) values (?, gen_random_uuid(), ?, ?, ?, '', 1, 'link',"
                            + " now(), now())",
                        TENANT_A,
                        owner,
                        a2.conversation(),
                        a2.question()))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void showsOnlyTheJournalOfTheUsersOwnGenerations() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(rows(application, "select generation_id from generation_events"))
          .containsExactly(a1.generation());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update tenants set name = 'x' where tenant_id = ?",
        "update users set display_name = 'x' where tenant_id = ?",
        "delete from users where tenant_id = ?",
        "delete from login_sessions where tenant_id = ?",
        "delete from refresh_tokens where tenant_id = ?",
        "delete from sign_in_failures where tenant_id = ?",
        "delete from rate_limits where tenant_id = ?",
        "delete from conversations where tenant_id = ?",
        "update messages set text = 'x' where tenant_id = ?",
        "update generations set node = gen_random_uuid() where tenant_id = ?",
        "delete from generation_events where tenant_id = ?",
        "delete from shares where tenant_id = ?",
        "delete from user_budgets where tenant_id = ?",
        "delete from transfer_leases where tenant_id = ?"
      })
  void changesNothingOfAnotherTenant(String statement) throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(update(application, statement, TENANT_B)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update conversations set title = 'x' where owner_id = ?",
        "delete from conversations where owner_id = ?",
        "update messages set text = 'x' where owner_id = ?",
        "update generations set stop_requested_at = now() where owner_id = ?",
        "update shares set title = 'x' where owner_id = ?",
        "update user_budgets set tokens_per_day = 1 where owner_id = ?",
        "update transfer_leases set expires_at = now() where owner_id = ?",
        "delete from transfer_leases where owner_id = ?",
        "delete from shares where owner_id = ?"
      })
  void changesNothingOfAnotherUser(String statement) throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(update(application, statement, a2.user())).isZero();
    }
  }

  @Test
  void refusesARowForAnotherTenant() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () -> b1.insertMessage(application, UUID.randomUUID(), null, "user", "completed"))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void refusesARowForAnotherUser() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () -> a2.insertMessage(application, UUID.randomUUID(), null, "user", "completed"))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void refusesToGiveARowAway() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () -> update(application, "update conversations set owner_id = ?", a2.user()))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void refusesAParentInAnotherTenantsConversation() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () ->
                  a1.insertMessage(
                      application, UUID.randomUUID(), b1.question(), "user", "completed"))
          .hasMessageContaining("foreign key");
    }
  }

  @Test
  void refusesAMessageInAnotherUsersConversation() throws SQLException {
    Life intruder =
        new Life(
            TENANT_A,
            a1.user(),
            a1.loginSession(),
            a2.conversation(),
            a1.question(),
            a1.answer(),
            a1.generation(),
            a1.node());
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () ->
                  intruder.insertMessage(application, UUID.randomUUID(), null, "user", "completed"))
          .hasMessageContaining("foreign key");
    }
  }

  @Test
  void refusesASessionForAnotherTenantsUser() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () ->
                  update(
                      application,
                      "insert into login_sessions (tenant_id, id, user_id, expires_at)"
                          + " values (?, gen_random_uuid(), ?, now())",
                      TENANT_A,
                      b1.user()))
          .hasMessageContaining("foreign key");
    }
  }

  @Test
  void refusesToWriteTheJournalPastItsFunction() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(
              () ->
                  update(
                      application,
                      "insert into generation_events (tenant_id, generation_id, position, text)"
                          + " values (?, ?, 9, 'x')",
                      TENANT_A,
                      a1.generation()))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void forgetsTheContextWithTheTransaction() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThat(count(application, "conversations")).isEqualTo(1);
      application.commit();
      assertThat(count(application, "conversations")).isZero();
    }
  }

  @Test
  void leavesTheApplicationRoleOwningNothing() throws SQLException {
    try (Connection owner = database.owner()) {
      assertThat(
              rows(
                  owner,
                  "select relname::text from pg_class where relowner = ?::regrole",
                  DatabaseRoles.APPLICATION))
          .isEmpty();
      assertThat(
              rows(
                  owner,
                  "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles"
                      + " where rolname = ?",
                  DatabaseRoles.APPLICATION))
          .containsExactly(false);
      assertThat(
              rows(
                  owner,
                  "select r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid"
                      + " where m.member = ?::regrole",
                  DatabaseRoles.APPLICATION))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set role uru_owner",
        "alter table users disable row level security",
        "drop policy tenant_isolation on users",
        "alter role uru_app bypassrls",
        "create table loot (id integer)",
        "create temporary table loot (id integer)",
        "truncate messages",
        "select * from flyway_schema_history",
        "insert into tenants (tenant_id, name) values (gen_random_uuid(), 'x')"
      })
  void deniesWhatOnlyTheOwnerMay(String statement) throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      assertThatThrownBy(() -> update(application, statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void staysOnWhenTheRoleAsksForItToBeOff() throws SQLException {
    try (Connection application = database.application(TENANT_A, a1.user())) {
      update(application, "set local row_security = off");
      assertThatThrownBy(() -> count(application, "users"))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void findsAnAccountByItsAddressWithoutAContextAndAnswersIdsOnly() throws SQLException {
    try (Connection application = database.application()) {
      assertThat(rows(application, "select tenant_id from find_account('B1@Example.ORG')"))
          .containsExactly(TENANT_B);
      assertThat(rows(application, "select user_id from find_account('B1@Example.ORG')"))
          .containsExactly(b1.user());
      assertThat(rows(application, "select user_id from find_account('nobody@example.org')"))
          .isEmpty();
    }
  }
}
