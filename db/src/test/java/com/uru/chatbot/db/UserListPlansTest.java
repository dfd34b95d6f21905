package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL reads for a page of a list of 50,000 people, under row-level security. */
@SuppressWarnings("NullAway.Init")
class UserListPlansTest {
  private static final int PEOPLE = 50_000;

  private static TestDatabase database;
  private static Life life;

  @BeforeAll
  static void addPeople() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
    try (Connection owner = database.owner()) {
      life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
      update(
          owner,
          "insert into users (tenant_id, id, email, display_name, role, search_key)"
              + " select ?, gen_random_uuid(), 'p' || i || '@example.org', 'Person ' || i, 'user',"
              + " 'person ' || i || ' p' || i || '@example.org' from generate_series(1, ?) i",
          life.tenant(),
          PEOPLE);
      update(owner, "analyze users");
    }
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "name_sort_key, person 9",
    "email_sort_key, p9",
  })
  void readsOnlyThePageHoweverFarItIsFromTheFirst(String key, String cursor) throws SQLException {
    String plan =
        explain(
            "select u.id from users u where u.tenant_id = ? and (u."
                + key
                + ", u.id) > (cast(? as text), ?) order by u."
                + key
                + ", u.id limit 51",
            life.tenant(),
            cursor,
            UUID.randomUUID());

    assertThat(plan)
        .contains("users_by_" + key + "_idx", "rows=51")
        .doesNotContain("Rows Removed by Filter", "Sort", "Seq Scan");
  }

  @Test
  void searchesByReadingTheTableOnce() throws SQLException {
    String plan =
        explain(
            "with found as materialized (select u.id, u.name_sort_key as place from users u"
                + " where u.tenant_id = ? and position(? in u.search_key) > 0)"
                + " select u.display_name from"
                + " (select f.id, f.place from found f order by f.place, f.id limit 51) p"
                + " join users u on u.tenant_id = ? and u.id = p.id order by p.place, p.id",
            life.tenant(),
            "person 4999",
            life.tenant());

    assertThat(plan).containsOnlyOnce("Seq Scan on users").doesNotContain("users_by_name");
  }

  @Test
  void followsANameThatChanges() throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      update(
          application,
          "update users set display_name = 'ZOË', email = 'Zoe@Example.org' where id = ?",
          life.user());

      assertThat(
              rows(
                  application,
                  "select name_sort_key || ' ' || email_sort_key from users where id = ?",
                  life.user()))
          .singleElement()
          .asString()
          .startsWith("zo")
          .endsWith(" zoe@example.org");
      application.rollback();
    }
  }

  private static String explain(String sql, Object... parameters) throws SQLException {
    try (Connection application = database.application(life.tenant(), life.user())) {
      return rows(
              application,
              "explain (analyze, costs off, timing off, summary off) " + sql,
              parameters)
          .stream()
          .map(Object::toString)
          .collect(Collectors.joining("\n"));
    }
  }
}
