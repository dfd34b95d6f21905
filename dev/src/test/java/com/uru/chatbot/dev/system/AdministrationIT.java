package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class AdministrationIT {
  private static final String PASSWORD = "nine quiet rivers flow";

  private final UruSystem uru;
  private UruClient admin;

  AdministrationIT(UruSystem uru) {
    this.uru = uru;
    admin = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);
  }

  private static String newAddress() {
    return "person-" + UUID.randomUUID() + "@example.org";
  }

  private static JsonObject person(String email, String role) {
    return Json.createObjectBuilder()
        .add("email", email)
        .add("displayName", "Zoë Invited")
        .add("role", role)
        .build();
  }

  private JsonObject add(String email, String role) {
    return admin.post("/admin/users", person(email, role)).expect(201).json();
  }

  private static String path(JsonObject added) {
    return "/admin/users/" + added.getJsonObject("user").getString("id");
  }

  private static String token(JsonObject link) {
    return URI.create(link.getString("url")).getFragment();
  }

  private static JsonObject patch(String member, String value) {
    return Json.createObjectBuilder().add(member, value).build();
  }

  private static JsonObject password(String token) {
    return Json.createObjectBuilder().add("token", token).add("password", PASSWORD).build();
  }

  /** Somebody who was invited and has set a password. */
  private UruClient newPerson(String email, String role) {
    JsonObject added = add(email, role);
    uru.visitor()
        .post("/auth/password", password(token(added.getJsonObject("invitation"))))
        .expect(200);
    UruClient person = uru.visitor();
    person.login(email, PASSWORD);
    return person;
  }

  private static void assertSignedOut(UruClient person) {
    Eventually.within(Duration.ofSeconds(5), "signed out", () -> person.get("/me").status() == 401);
  }

  private List<String> listed(String query) {
    List<String> emails = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = admin.get("/admin/users?limit=3&" + query + cursor).expect(200).json();
      page.getJsonArray("items")
          .getValuesAs(JsonObject.class)
          .forEach(item -> emails.add(item.getString("email")));
      cursor = page.isNull("nextCursor") ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!cursor.isEmpty());
    return emails;
  }

  @Test
  void invitesAPersonWhoSetsAPasswordOnce() {
    String email = newAddress();
    JsonObject added = add(email, "user");
    JsonObject link = added.getJsonObject("invitation");

    assertThat(link.getString("url")).startsWith(uru.issuer() + "/set-password#");
    assertThat(added.getJsonObject("user").getBoolean("invited")).isTrue();
    assertThat(
            uru.visitor()
                .post("/auth/password-link", patch("token", token(link)))
                .expect(200)
                .json())
        .isEqualTo(
            Json.createObjectBuilder()
                .add("email", email)
                .add("displayName", "Zoë Invited")
                .add("invitation", true)
                .build());
    UruClient person = uru.visitor();
    JsonObject session = person.post("/auth/password", password(token(link))).expect(200).json();

    assertThat(session.getJsonObject("user").getString("email")).isEqualTo(email);
    assertThat(person.refresh().status()).isEqualTo(200);
    uru.visitor().post("/auth/password", password(token(link))).expectProblem(404, "not_found");
    JsonObject now = admin.get(path(added)).expect(200).json();
    assertThat(now.getBoolean("invited")).isFalse();
    assertThat(now.getInt("sessions")).isEqualTo(1);
  }

  @Test
  void makesNoLinkForADisabledPerson() {
    JsonObject added = add(newAddress(), "user");
    admin.patch(path(added), patch("status", "disabled")).expect(200);

    JsonObject refusal =
        admin.post(path(added) + "/password-link", null).expectProblem(400, "validation_failed");

    assertThat(refusal.getString("detail")).contains("disabled", "Enable them");
  }

  @Test
  void tellsHowMuchAPersonHasStored() {
    UruClient person = uru.newUser();
    String conversation = person.newConversation("gpt-4o");
    String list = "/admin/users?q=" + person.email();
    JsonObject before = only(list);
    assertThat(before.getJsonObject("storage").getInt("conversations")).isEqualTo(1);
    assertThat(before.getJsonObject("storage").getInt("bytes")).isZero();

    person
        .ask(Question.first(conversation, "Größe?", "gpt-4o"), PracticeFault.FAST.key())
        .awaitEnd();

    JsonObject storage = only(list).getJsonObject("storage");
    assertThat(storage.getInt("bytes")).isGreaterThan("Größe?".length());
    assertThat(
            admin
                .get("/admin/users/" + before.getString("id"))
                .expect(200)
                .json()
                .getJsonObject("storage"))
        .isEqualTo(storage);
  }

  private JsonObject only(String list) {
    return admin.get(list).expect(200).json().getJsonArray("items").getJsonObject(0);
  }

  @Test
  void addsOnePersonForTwoEqualRequestsAtTheSameTime() {
    for (int i = 0; i < 10; i++) {
      String id = UUID.randomUUID().toString();
      JsonObject request =
          Json.createObjectBuilder(person(newAddress(), "user")).add("id", id).build();

      List<CompletableFuture<Answer>> answers =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> admin.post("/admin/users", request)))
              .limit(2)
              .toList();

      assertThat(answers.stream().map(CompletableFuture::join))
          .allSatisfy(
              answer ->
                  assertThat(answer.expect(201).json().getJsonObject("user").getString("id"))
                      .isEqualTo(id));
    }
  }

  @Test
  void resetsAPasswordAndEndsTheSessions() {
    String email = newAddress();
    UruClient person = newPerson(email, "user");
    String id = person.user().getString("id");

    JsonObject link = admin.post("/admin/users/" + id + "/password-link", null).expect(200).json();
    person.get("/me").expect(200);
    uru.visitor().post("/auth/password", password(token(link))).expect(200);

    assertSignedOut(person);
  }

  @Test
  void findsPeopleByWordsOfNameAndAddressPageByPage() {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String email = mark + "-" + i + "@example.org";
      add(email, i == 0 ? "viewer" : "user");
      expected.add(email);
    }

    assertThat(listed("sort=email&q=ZOE+" + mark)).isEqualTo(expected);
    assertThat(listed("sort=name&q=" + mark)).containsExactlyInAnyOrderElementsOf(expected);
    List<String> newest = listed("sort=newest&q=" + mark);
    assertThat(newest.get(0)).isEqualTo(expected.get(6));
    assertThat(newest).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(listed("role=viewer&q=" + mark)).containsExactly(expected.get(0));
    assertThat(listed("status=disabled&q=" + mark)).isEmpty();
    assertThat(admin.get("/admin/users?limit=1&q=" + mark).json().getInt("total")).isEqualTo(7);
  }

  @Test
  void disablesAndEnablesAPerson() {
    UruClient person = newPerson(newAddress(), "user");
    String path = "/admin/users/" + person.user().getString("id");
    EventStream stream = person.events();

    admin.patch(path, patch("status", "disabled")).expect(200);

    assertSignedOut(person);
    stream.await("session_ended");
    uru.visitor().tryLogin(person.email(), PASSWORD).expectProblem(401, "bad_credentials");
    admin.patch(path, patch("status", "active")).expect(200);
    person.get("/me").expect(401);
    person.useToken(null);
    person.login(person.email(), PASSWORD);
    person.get("/me").expect(200);
  }

  @Test
  void changesARoleForTheNextRequest() {
    UruClient person = newPerson(newAddress(), "viewer");
    person.post("/conversations", patch("model", "gpt-4o")).expectProblem(403, "forbidden");

    JsonObject changed =
        admin
            .patch("/admin/users/" + person.user().getString("id"), patch("role", "user"))
            .expect(200)
            .json();

    assertThat(changed.getString("role")).isEqualTo("user");
    assertSignedOut(person);
    person.useToken(null);
    person.refresh();
    person.post("/conversations", patch("model", "gpt-4o")).expect(201);
  }

  @Test
  void endsTheSessionsOfAPerson() {
    UruClient person = newPerson(newAddress(), "user");

    admin
        .post("/admin/users/" + person.user().getString("id") + "/sessions/revoke", null)
        .expect(204);

    assertSignedOut(person);
    assertThat(person.refresh().status()).isEqualTo(401);
  }

  @Test
  void deletesAPersonAndStopsTheAnswerThatIsBeingWritten() {
    UruClient person = newPerson(newAddress(), "user");
    String conversation = person.newConversation("gpt-4o");
    String key = PracticeFault.SLOW.key();
    EventStream answer = person.ask(Question.first(conversation, "Slowly", "gpt-4o"), key);
    answer.awaitText(10);
    String path = "/admin/users/" + person.user().getString("id");

    admin.delete(path).expect(204);

    admin.get(path).expectProblem(404, "not_found");
    assertSignedOut(person);
    uru.visitor().tryLogin(person.email(), PASSWORD).expectProblem(401, "bad_credentials");
    Eventually.within(
        Duration.ofSeconds(5),
        "the provider is not asked on with the key of a deleted person",
        () -> newest(uru.upstreamRequests(key)).getString("state").equals("closed-by-peer"));
    awaitErased(person);
    // The journal of the others goes on.
    UruClient other = uru.newUser();
    String there = other.newConversation("gpt-4o");
    other.ask(Question.first(there, "Still there?", "gpt-4o"), PracticeFault.FAST.key()).awaitEnd();
    assertThat(other.messages(there).get(1).getString("status")).isEqualTo("completed");
  }

  /** Other tests ask with the same key. */
  private static JsonObject newest(List<JsonObject> requests) {
    return requests.get(requests.size() - 1);
  }

  private void awaitErased(UruClient person) {
    UUID id = UUID.fromString(person.user().getString("id"));
    Eventually.within(
        Duration.ofSeconds(60),
        "no row of the person is left",
        () ->
            uru.select(
                        "select (select count(*) from users where id = ?)"
                            + " + (select count(*) from conversations where owner_id = ?)"
                            + " + (select count(*) from messages where owner_id = ?)",
                        row -> row.getLong(1),
                        id,
                        id,
                        id)
                    .get(0)
                == 0);
  }

  @Test
  void deletesTheConversationsOfAPersonInSeveralParts() throws SQLException {
    String email = newAddress();
    UruClient person = newPerson(email, "user");
    addMessages(person.newConversation("gpt-4o"), 10_000);
    for (int i = 0; i < 60; i++) {
      person.newConversation("gpt-4o");
    }

    admin.delete("/admin/users/" + person.user().getString("id")).expect(204);

    // The address is free at once.
    add(email, "user");
    awaitErased(person);
  }

  /** Adds questions without a server, and has the database count them as autovacuum would. */
  private void addMessages(String conversation, int count) throws SQLException {
    try (Connection owner = uru.owner();
        PreparedStatement insert =
            owner.prepareStatement(
                """
                insert into messages (tenant_id, owner_id, conversation_id, id, role, text, status)
                  select c.tenant_id, c.owner_id, c.id, gen_random_uuid(), 'user', 'One of many', 'completed'
                  from generate_series(1, ?) i, conversations c where c.id = ?
                """);
        PreparedStatement counted =
            owner.prepareStatement("update conversations set message_count = ? where id = ?");
        Statement analyze = owner.createStatement()) {
      for (PreparedStatement statement : List.of(insert, counted)) {
        statement.setInt(1, count);
        statement.setObject(2, UUID.fromString(conversation));
        statement.executeUpdate();
      }
      analyze.execute("analyze messages");
    }
  }

  @Test
  void endsAnErasureThatAnotherNodeHasLeft() throws SQLException {
    UruClient person = newPerson(newAddress(), "user");
    person.newConversation("gpt-4o");
    try (Connection owner = uru.owner();
        PreparedStatement begin =
            owner.prepareStatement(
                "update users set erasure_started_at = now() - interval '2 minutes' where id = ?")) {
      begin.setObject(1, UUID.fromString(person.user().getString("id")));
      begin.executeUpdate();
    }

    awaitErased(person);
  }

  @Test
  void countsNoSessionThatWasLeftIdle() throws SQLException {
    UruClient person = newPerson(newAddress(), "user");
    String id = person.user().getString("id");
    assertThat(sessionsOf(id)).isPositive();
    try (Connection owner = uru.owner();
        PreparedStatement leave =
            owner.prepareStatement(
                "update login_sessions set last_used_at = now() - interval '8 days'"
                    + " where user_id = ?")) {
      leave.setObject(1, UUID.fromString(id));
      leave.executeUpdate();
    }

    assertThat(sessionsOf(id)).isZero();
  }

  private int sessionsOf(String userId) {
    return admin.get("/admin/users/" + userId).expect(200).json().getInt("sessions");
  }

  @Test
  void findsPeopleWhomAnOlderServerHasRenamed() throws SQLException {
    JsonObject added = add(newAddress(), "user");
    String id = added.getJsonObject("user").getString("id");
    String word = "Renamed" + id.substring(24);
    try (Connection owner = uru.owner();
        PreparedStatement rename =
            owner.prepareStatement("update users set display_name = ? where id = ?")) {
      rename.setString(1, word);
      rename.setObject(2, UUID.fromString(id));
      rename.executeUpdate();
    }

    assertThat(listed("q=" + word)).containsExactly(added.getJsonObject("user").getString("email"));
  }

  @Test
  void findsPeopleWhoseNameGotAnAccent() {
    JsonObject added = add(newAddress(), "user");
    String word = "Jose" + added.getJsonObject("user").getString("id").substring(24);
    admin.patch(path(added), patch("displayName", word)).expect(200);
    admin.patch(path(added), patch("displayName", word.replace("Jose", "José"))).expect(200);

    assertThat(listed("q=" + word)).containsExactly(added.getJsonObject("user").getString("email"));
  }

  @Test
  void letsPeopleEraseTheirOwnAccountWithTheirPassword() {
    String email = newAddress();
    UruClient person = newPerson(email, "user");
    person.newConversation("gpt-4o");
    JsonObject wrong = Json.createObjectBuilder().add("password", "not this one at all").build();
    JsonObject right = Json.createObjectBuilder().add("password", PASSWORD).build();

    person.send("DELETE", "/me", wrong.toString(), Map.of()).expectProblem(401, "bad_credentials");
    person.get("/me").expect(200);
    person.send("DELETE", "/me", right.toString(), Map.of()).expect(204);

    assertSignedOut(person);
    uru.visitor().tryLogin(email, PASSWORD).expectProblem(401, "bad_credentials");
    admin.get("/admin/users/" + person.user().getString("id")).expectProblem(404, "not_found");
    JsonObject ofAdmin = Json.createObjectBuilder().add("password", UruSystem.PASSWORD).build();
    admin.send("DELETE", "/me", ofAdmin.toString(), Map.of()).expectProblem(409, "last_admin");
  }

  @Test
  void keepsTheLastAdministrator() {
    String own = "/admin/users/" + admin.user().getString("id");
    for (String other : listed("role=admin&status=active")) {
      assertThat(other).as("no other test leaves an administrator").isEqualTo(admin.email());
    }

    admin.patch(own, patch("role", "user")).expectProblem(409, "last_admin");
    admin.patch(own, patch("status", "disabled")).expectProblem(409, "last_admin");
    admin.delete(own).expectProblem(409, "last_admin");
    assertThat(admin.get(own).json().getString("role")).isEqualTo("admin");
  }

  @Test
  void keepsOneOfTwoAdministratorsWhoDemoteEachOther() {
    UruClient second = newPerson(newAddress(), "admin");
    String ofFirst = "/admin/users/" + admin.user().getString("id");
    String ofSecond = "/admin/users/" + second.user().getString("id");

    CompletableFuture<Answer> one =
        CompletableFuture.supplyAsync(() -> admin.patch(ofSecond, patch("role", "user")));
    CompletableFuture<Answer> two =
        CompletableFuture.supplyAsync(() -> second.patch(ofFirst, patch("role", "user")));
    List<Integer> statuses = List.of(one.join().status(), two.join().status());

    assertThat(statuses).contains(200);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    if (two.join().status() == 200) {
      second.patch(ofFirst, patch("role", "admin")).expect(200);
      admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);
      admin.patch(ofSecond, patch("role", "user")).expect(200);
    }
  }

  @Test
  void refusesAChangeOfAnOldVersion() {
    JsonObject added = add(newAddress(), "user");
    admin.patch(path(added), patch("displayName", "One")).expect(200);

    admin
        .send(
            "PATCH",
            path(added),
            patch("displayName", "Two").toString(),
            Map.of("If-Match", "\"1\""))
        .expectProblem(412, "version_conflict");
  }

  @Test
  void takesTheSameNewPersonTwiceAsOne() {
    JsonObject body =
        Json.createObjectBuilder(person(newAddress(), "user"))
            .add("id", UUID.randomUUID().toString())
            .build();
    JsonObject first = admin.post("/admin/users", body).expect(201).json();
    JsonObject second = admin.post("/admin/users", body).expect(201).json();

    assertThat(second.getJsonObject("user")).isEqualTo(first.getJsonObject("user"));
    uru.visitor()
        .post("/auth/password-link", patch("token", token(first.getJsonObject("invitation"))))
        .expectProblem(404, "not_found");
    admin
        .post("/admin/users", Json.createObjectBuilder(body).add("role", "admin").build())
        .expectProblem(409, "id_conflict");
    admin
        .post(
            "/admin/users",
            Json.createObjectBuilder(body).add("id", UUID.randomUUID().toString()).build())
        .expectProblem(409, "email_taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"no address\",\"displayName\":\"A\",\"role\":\"user\"}",
        "{\"email\":\"a@example.org\",\"displayName\":\"\",\"role\":\"user\"}",
        "{\"email\":\"a@example.org\",\"displayName\":\"A\",\"role\":\"owner\"}",
        "{\"email\":\"a@example.org\",\"displayName\":\"A\"}",
      })
  void refusesAPersonWhoCannotBe(String body) {
    admin.send("POST", "/admin/users", body, Map.of()).expectProblem(400, "validation_failed");
  }

  @Test
  void isOnlyForAdministrators() {
    UruClient user = uru.newUser();
    String id = user.user().getString("id");

    user.get("/admin/users").expectProblem(403, "forbidden");
    user.get("/admin/users/" + id).expectProblem(403, "forbidden");
    user.patch("/admin/users/" + id, patch("role", "admin")).expectProblem(403, "forbidden");
    user.delete("/admin/users/" + id).expectProblem(403, "forbidden");
    user.post("/admin/users/" + id + "/password-link", null).expectProblem(403, "forbidden");
    user.post("/admin/users/" + id + "/sessions/revoke", null).expectProblem(403, "forbidden");
    uru.visitor().get("/admin/users").expect(401);
  }
}
