package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class AccountIT {
  private static final String NEW_PASSWORD = "another horse 43";

  private final UruSystem uru;
  private UruClient user;

  AccountIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  @Test
  void keepsNameAndPreferences() {
    user.patch(
            "/me",
            Json.createObjectBuilder()
                .add("displayName", "Uma")
                .add("preferences", Json.createObjectBuilder().add("theme", "dark").add("x", 1))
                .build())
        .expect(200);
    user.patch(
            "/me",
            Json.createObjectBuilder()
                .add("preferences", Json.createObjectBuilder().addNull("x"))
                .build())
        .expect(200);

    JsonObject me = user.get("/me").expect(200).json();

    assertThat(me.getString("displayName")).isEqualTo("Uma");
    assertThat(me.getJsonObject("preferences").toString()).isEqualTo("{\"theme\":\"dark\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'theme':'a\\u0000b'}", "{'a\\u0000b':1}", "{'a':1e200000}"})
  void refusesPreferencesThatCannotBeStored(String preferences) {
    String patch = "{'preferences':" + preferences + "}";

    user.send("PATCH", "/me", patch.replace('\'', '"'), Map.of())
        .expectProblem(400, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u3000\u00A0", "\u200B", "\u3164", "Ada\nLovelace", "\u202EadA"})
  void refusesANameThatCannotBeRead(String name) {
    user.patch("/me", Json.createObjectBuilder().add("displayName", name).build())
        .expectProblem(400, "validation_failed");
  }

  @Test
  void tidiesTheSpacesOfAName() {
    user.patch(
            "/me",
            Json.createObjectBuilder().add("displayName", "\u3000Ada\u00A0 Lovelace ").build())
        .expect(200);

    assertThat(user.get("/me").json().getString("displayName")).isEqualTo("Ada Lovelace");
  }

  @Test
  void refusesToChangeWhatIsNotTheUsers() {
    user.patch("/me", Json.createObjectBuilder().add("role", "admin").build())
        .expectProblem(400, "validation_failed");
    user.patch("/me", Json.createObjectBuilder().add("displayName", " ").build())
        .expectProblem(400, "validation_failed");
  }

  @Test
  void endsTheOtherSessionsWhenThePasswordChanges() {
    UruClient elsewhere = uru.signedIn(user.email(), UruSystem.PASSWORD);

    changePassword(UruSystem.PASSWORD, NEW_PASSWORD).expect(204);

    elsewhere.refresh().expectProblem(401, "session_expired");
    user.refresh().expect(200);
    uru.visitor().tryLogin(user.email(), UruSystem.PASSWORD).expectProblem(401, "bad_credentials");
    uru.signedIn(user.email(), NEW_PASSWORD).get("/me").expect(200);
  }

  @Test
  void changesTheAddressByWhichTheUserSignsIn() {
    UruClient elsewhere = uru.signedIn(user.email(), UruSystem.PASSWORD);
    String before = user.email();
    String after = "Moved-" + UUID.randomUUID() + "@bücher.example";

    JsonObject changed = changeEmail(after, UruSystem.PASSWORD).expect(200).json();

    assertThat(changed.getString("email")).isEqualTo(after);
    elsewhere.refresh().expectProblem(401, "session_expired");
    user.refresh().expect(200);
    uru.visitor().tryLogin(before, UruSystem.PASSWORD).expectProblem(401, "bad_credentials");
    uru.signedIn(after.replace("bücher", "xn--bcher-kva"), UruSystem.PASSWORD);
    assertThat(
            uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD)
                .get("/admin/users?q=" + after.substring(0, 42).toLowerCase(Locale.ROOT))
                .json()
                .getInt("total"))
        .isEqualTo(1);
  }

  @Test
  void changesNoAddressThatIsTakenOrWithoutThePassword() {
    UruClient other = uru.newUser();

    changeEmail(other.email().toUpperCase(Locale.ROOT), UruSystem.PASSWORD)
        .expectProblem(409, "email_taken");
    changeEmail("x-" + UUID.randomUUID() + "@example.org", "wrong horse 42")
        .expectProblem(401, "bad_credentials");
    changeEmail("a@-a.example", UruSystem.PASSWORD).expectProblem(400, "validation_failed");

    assertThat(user.get("/me").json().getString("email")).isEqualTo(user.email());
  }

  private Answer changeEmail(String email, String password) {
    return user.send(
        "PUT",
        "/me/email",
        Json.createObjectBuilder().add("email", email).add("password", password).build().toString(),
        Map.of());
  }

  @Test
  void showsThePreferencesWithEachSession() {
    user.patch(
            "/me",
            Json.createObjectBuilder()
                .add("preferences", Json.createObjectBuilder().add("theme", "dark"))
                .build())
        .expect(200);

    JsonObject refreshed = user.refresh().expect(200).json();
    JsonObject signedIn = uru.visitor().tryLogin(user.email(), UruSystem.PASSWORD).json();

    for (JsonObject session : List.of(refreshed, signedIn)) {
      assertThat(session.getJsonObject("preferences").getString("theme")).isEqualTo("dark");
    }
  }

  @Test
  void asksForTheOldPassword() {
    assertThat(changePassword("wrong horse 42", NEW_PASSWORD).status()).isIn(400, 401, 403);

    uru.signedIn(user.email(), UruSystem.PASSWORD);
  }

  @Test
  void endsASessionFromAnotherOne() {
    UruClient lost = uru.signedIn(user.email(), UruSystem.PASSWORD);
    List<JsonObject> sessions = sessions();
    assertThat(sessions).hasSize(2);
    String other =
        sessions.stream()
            .filter(session -> !session.getBoolean("current"))
            .findFirst()
            .orElseThrow()
            .getString("id");

    user.delete("/me/sessions/" + other).expect(204);

    lost.refresh().expectProblem(401, "session_expired");
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void tellsFromWhereSessionsWereOpenedAndForgetsItWithTheSession() {
    uru.signedIn(user.email(), UruSystem.PASSWORD);
    List<JsonObject> sessions = sessions();
    assertThat(sessions)
        .extracting(session -> session.getString("address"))
        .containsOnly("127.0.0.1");
    String other =
        sessions.stream()
            .filter(session -> !session.getBoolean("current"))
            .findFirst()
            .orElseThrow()
            .getString("id");

    user.delete("/me/sessions/" + other).expect(204);

    assertThat(
            uru.select(
                "select address from login_sessions where id = ?::uuid",
                row -> Optional.ofNullable(row.getString(1)),
                other))
        .containsOnly(Optional.empty());
  }

  @Test
  void endsNobodyElsesSession() {
    UruClient other = uru.newUser();
    String foreign =
        other
            .get("/me/sessions")
            .expect(200)
            .json()
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("id");

    Answer toForeign = user.delete("/me/sessions/" + foreign);
    Answer toUnknown = user.delete("/me/sessions/" + UUID.randomUUID());

    assertThat(toForeign.status()).isEqualTo(toUnknown.status());
    assertThat(toForeign.comparableBody()).isEqualTo(toUnknown.comparableBody());
    other.refresh().expect(200);
  }

  @Test
  void findsConversationsByTheirTitle() {
    String id = user.newConversation("gpt-4o");
    user.patch(
            "/conversations/" + id,
            Json.createObjectBuilder().add("title", "Sourdough for beginners").build())
        .expect(200);
    user.ask(Question.first(id, "Hello", "gpt-4o"), PracticeFault.FAST.key()).awaitLast();
    user.newConversation("gpt-4o");

    List<JsonObject> found =
        user.get("/search?q=sourdough")
            .expect(200)
            .json()
            .getJsonArray("items")
            .getValuesAs(JsonObject.class);

    assertThat(found.stream().map(item -> item.getString("conversationId"))).containsExactly(id);
  }

  @Test
  void findsWordsWhateverTheirOrderCaseAndAccents() {
    List<String> titles =
        List.of("İSTANBUL GEZİSİ", "Hauptstraße", "Cafe\u0301 Zürich", "50 % off_");
    for (String title : titles) {
      user.post("/conversations", Json.createObjectBuilder().add("title", title).build())
          .expect(201);
    }

    assertThat(search("İSTANBUL")).hasSize(1);
    assertThat(search("gezisi istanbul")).hasSize(1);
    assertThat(search("STRASSE")).containsExactly("Hauptstraße");
    assertThat(search("zurich CAFÉ")).hasSize(1);
    assertThat(search("50 %")).containsExactly("50 % off_");
    assertThat(search("zurich istanbul")).isEmpty();
    assertThat(search("\u200B")).isEmpty();
    JsonObject first = user.get("/search?q=a&limit=2").expect(200).json();
    assertThat(first.getJsonArray("items")).hasSize(2);
    assertThat(user.get("/search?q=a&limit=2&cursor=2").json().getJsonArray("items")).hasSize(1);
  }

  private List<String> search(String words) {
    return user
        .get("/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
        .expect(200)
        .json()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(hit -> hit.getString("title"))
        .toList();
  }

  private Answer changePassword(String current, String next) {
    return user.send(
        "PUT",
        "/me/password",
        Json.createObjectBuilder()
            .add("currentPassword", current)
            .add("newPassword", next)
            .build()
            .toString(),
        Map.of());
  }

  private List<JsonObject> sessions() {
    return user.get("/me/sessions")
        .expect(200)
        .json()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class);
  }
}
