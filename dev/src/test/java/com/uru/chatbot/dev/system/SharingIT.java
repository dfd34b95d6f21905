package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UruSystemExtension.class)
class SharingIT {
  private static final String MODEL = "gpt-4o";
  private static final JsonObject NOTHING_ELSE = JsonValue.EMPTY_JSON_OBJECT;
  private static final String SECRET_PROMPT = "Never mention the merger.";

  private final UruSystem uru;
  private UruClient owner;
  private UruClient viewer;
  private String conversation = "";

  SharingIT(UruSystem uru) {
    this.uru = uru;
    owner = uru.visitor();
    viewer = uru.visitor();
  }

  @BeforeEach
  void converse() {
    owner = uru.newUser();
    viewer = uru.signedIn("viewer@uru.local", "uru-development");
    conversation =
        owner
            .post(
                "/conversations",
                Json.createObjectBuilder()
                    .add("model", MODEL)
                    .add("systemPrompt", SECRET_PROMPT)
                    .build())
            .expect(201)
            .json()
            .getString("id");
    ask(Question.first(conversation, "Which flour?", MODEL));
    rename("Flour");
  }

  private Question ask(Question question) {
    assertThat(owner.ask(question, PracticeFault.FAST.key()).awaitLast().name())
        .isEqualTo("completed");
    return question;
  }

  private Question askNext(String text) {
    return ask(Question.after(conversation, head(), text, MODEL));
  }

  private String head() {
    return owner
        .get("/conversations/" + conversation)
        .expect(200)
        .json()
        .getString("headMessageId");
  }

  private void rename(String title) {
    owner
        .patch(
            "/conversations/" + conversation,
            Json.createObjectBuilder().add("title", title).build())
        .expect(200);
  }

  private String path() {
    return "/conversations/" + conversation + "/share";
  }

  private JsonObject share(JsonObject request) {
    return owner.post(path(), request).expect(200).json();
  }

  private static JsonObject audience(String audience) {
    return Json.createObjectBuilder().add("audience", audience).build();
  }

  private static String shared(JsonObject share) {
    return "/shared/" + share.getString("token");
  }

  private static List<String> texts(JsonObject shared) {
    return shared.getJsonArray("items").getValuesAs(JsonObject.class).stream()
        .map(message -> message.getString("text"))
        .toList();
  }

  @Test
  void showsEveryRoleOfTheTenantWhatTheOwnerSees() {
    JsonObject share = share(NOTHING_ELSE);
    UruClient administrator = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    assertThat(share.getString("url")).isEqualTo(uru.issuer() + shared(share));
    assertThat(share.getString("audience")).isEqualTo("link");
    assertThat(share.getInt("messageCount")).isEqualTo(2);
    List<JsonObject> own = owner.messages(conversation);
    for (UruClient reader : List.of(viewer, uru.newUser(), administrator)) {
      JsonObject seen = reader.get(shared(share)).expect(200).json();

      assertThat(seen.getString("title")).isEqualTo("Flour");
      assertThat(seen.getString("ownerName")).isEqualTo("Test User");
      assertThat(seen.getBoolean("own")).isFalse();
      assertThat(seen.getString("sharedAt")).isEqualTo(share.getString("updatedAt"));
      List<JsonObject> items = seen.getJsonArray("items").getValuesAs(JsonObject.class);
      assertThat(items).hasSize(2);
      for (int i = 0; i < items.size(); i++) {
        for (Map.Entry<String, JsonValue> member : items.get(i).entrySet()) {
          assertThat(member.getValue())
              .as(member.getKey())
              .isEqualTo(own.get(i).get(member.getKey()));
        }
      }
    }
    assertThat(owner.get(shared(share)).expect(200).json().getBoolean("own")).isTrue();
  }

  @Test
  void letsOnlyTheOwnerShareAndOnlyWhoIsSignedInRead() {
    JsonObject share = share(NOTHING_ELSE);
    UruClient other = uru.newUser();
    String unknown = "/conversations/" + UUID.randomUUID() + "/share";

    viewer.post(path(), NOTHING_ELSE).expectProblem(403, "forbidden");
    for (String path : List.of(path(), shared(share), "/shared", "/me/shares")) {
      uru.visitor().get(path).expectProblem(401, "unauthenticated");
    }
    uru.visitor().post(path(), NOTHING_ELSE).expectProblem(401, "unauthenticated");
    uru.visitor().patch(path(), audience("everybody")).expectProblem(401, "unauthenticated");
    uru.visitor().delete(path()).expectProblem(401, "unauthenticated");
    viewer.patch(path(), audience("everybody")).expectProblem(403, "forbidden");
    for (UruClient stranger : List.of(other, viewer)) {
      Answer missing = stranger.get(unknown).expect(404);
      assertThat(stranger.get(path()).expect(404).comparableBody())
          .isEqualTo(missing.comparableBody());
      assertThat(stranger.delete(path()).expect(404).comparableBody())
          .isEqualTo(missing.comparableBody());
    }
    assertThat(other.post(path(), NOTHING_ELSE).expect(404).comparableBody())
        .isEqualTo(other.post(unknown, NOTHING_ELSE).expect(404).comparableBody());
    assertThat(other.patch(path(), audience("everybody")).expect(404).comparableBody())
        .isEqualTo(other.patch(unknown, audience("everybody")).expect(404).comparableBody());
    assertThat(owner.get(path()).expect(200).json()).isEqualTo(share);
  }

  @Test
  void answersForeignUnknownAndRevokedLinksAlike() {
    UruClient foreigner = uru.newUserOfAnotherTenant("admin");
    JsonObject share = share(audience("everybody"));
    String token = share.getString("token");

    Answer unknown = viewer.get("/shared/" + "A".repeat(token.length()));
    unknown.expectProblem(404, "not_found");
    String changed = (token.startsWith("A") ? "B" : "A") + token.substring(1);
    for (String wrong :
        List.of(changed, "x", token + "=", token + "A", "ü", share.getString("conversationId"))) {
      assertThat(viewer.get("/shared/" + encoded(wrong)).comparableBody())
          .as(wrong)
          .isEqualTo(unknown.comparableBody());
    }
    assertThat(foreigner.get(shared(share)).comparableBody()).isEqualTo(unknown.comparableBody());
    assertThat(foreigner.get("/shared").expect(200).json().getJsonArray("items")).isEmpty();
    viewer.get(shared(share)).expect(200);

    owner.delete(path()).expect(204);
    owner.delete(path()).expect(204);

    assertThat(viewer.get(shared(share)).comparableBody()).isEqualTo(unknown.comparableBody());
    assertThat(owner.get(shared(share)).comparableBody()).isEqualTo(unknown.comparableBody());
    owner.get(path()).expect(204);
    assertThat(listed(viewer, "/shared")).doesNotContain(token);
    assertThat(listed(owner, "/me/shares")).isEmpty();
    assertThat(share(NOTHING_ELSE).getString("token")).isNotEqualTo(token);
  }

  private static String encoded(String text) {
    return text.replace("ü", "%C3%BC");
  }

  @Test
  void keepsTheSnapshotUntilTheOwnerSharesAgain() {
    String firstAnswer = head();
    JsonObject share = share(NOTHING_ELSE);
    Answer before = viewer.get(shared(share)).expect(200);

    askNext("Which yeast?");
    ask(Question.first(conversation, "Which flour, in other words?", MODEL));
    rename("Bread");

    assertThat(viewer.get(shared(share)).body()).isEqualTo(before.body());

    JsonObject again = share(NOTHING_ELSE);
    JsonObject after = viewer.get(shared(share)).expect(200).json();
    assertThat(again.getString("url")).isEqualTo(share.getString("url"));
    assertThat(again.getString("createdAt")).isEqualTo(share.getString("createdAt"));
    assertThat(after.getString("title")).isEqualTo("Bread");
    assertThat(texts(after)).hasSize(2).startsWith("Which flour, in other words?");

    share(Json.createObjectBuilder().add("headMessageId", firstAnswer).build());
    assertThat(texts(viewer.get(shared(share)).expect(200).json())).isEqualTo(texts(before.json()));
  }

  @Test
  void showsNeitherAddressNorKeyNorInstructions() {
    JsonObject share = share(audience("everybody"));

    for (String path : List.of(shared(share), "/shared?limit=100")) {
      assertThat(viewer.get(path).expect(200).body())
          .doesNotContain(
              "@",
              SECRET_PROMPT,
              PracticeFault.FAST.key(),
              conversation,
              owner.user().getString("id"),
              "\"usage\"",
              "\"error\"");
    }
    List<String> rows =
        uru.select(
            "select shares::text from shares where conversation_id = cast(? as uuid)",
            row -> row.getString(1),
            conversation);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).doesNotContain(share.getString("token"));
  }

  @Test
  void leavesOutAnAnswerThatIsBeingWritten() {
    Question question = Question.after(conversation, head(), "Slowly, please", MODEL);
    try (EventStream stream = owner.ask(question, PracticeFault.SLOW.key())) {
      stream.awaitText(10);

      JsonObject share = share(NOTHING_ELSE);
      assertThat(texts(viewer.get(shared(share)).expect(200).json()))
          .hasSize(3)
          .endsWith("Slowly, please");

      owner.stop(question.generationId()).expect(204);
      stream.awaitLast();
      assertThat(viewer.get(shared(share)).json().getJsonArray("items")).hasSize(3);
      share(NOTHING_ELSE);
      assertThat(viewer.get(shared(share)).json().getJsonArray("items")).hasSize(4);
    }
  }

  @Test
  void tellsAShareInPages() {
    askNext("Which yeast?");
    askNext("Which salt?");
    JsonObject share = share(NOTHING_ELSE);
    List<String> expected = texts(viewer.get(shared(share)).json());

    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = viewer.get(shared(share) + "?limit=4" + cursor).expect(200).json();
      paged.addAll(texts(page));
      cursor = page.isNull("nextCursor") ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!cursor.isEmpty());

    assertThat(paged).hasSize(6).isEqualTo(expected);
  }

  private List<String> listed(UruClient client, String path) {
    List<String> tokens = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = client.get(path + "?limit=2" + cursor).expect(200).json();
      page.getJsonArray("items")
          .getValuesAs(JsonObject.class)
          .forEach(item -> tokens.add(item.getString("token")));
      cursor = page.isNull("nextCursor") ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!cursor.isEmpty());
    return tokens;
  }

  @Test
  void listsForEverybodyOnlyWhatIsForEverybody() {
    List<String> forEverybody = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      if (i > 0) {
        conversation = owner.newConversation(MODEL);
        ask(Question.first(conversation, "Question " + i, MODEL));
      }
      forEverybody.add(0, share(audience("everybody")).getString("token"));
    }
    conversation = owner.newConversation(MODEL);
    ask(Question.first(conversation, "For those with the link", MODEL));
    String byLink = share(NOTHING_ELSE).getString("token");

    assertThat(listed(viewer, "/shared")).containsSubsequence(forEverybody).doesNotContain(byLink);
    assertThat(listed(owner, "/me/shares"))
        .hasSize(6)
        .startsWith(byLink)
        .endsWith(forEverybody.toArray(String[]::new));
    assertThat(listed(viewer, "/me/shares")).isEmpty();

    share(audience("everybody"));
    share(NOTHING_ELSE);
    assertThat(listed(viewer, "/shared")).startsWith(byLink);
    String shownBefore = owner.get(path()).expect(200).json().getString("updatedAt");
    JsonObject changed = owner.patch(path(), audience("link")).expect(200).json();
    assertThat(changed.getString("audience")).isEqualTo("link");
    assertThat(changed.getString("updatedAt")).isEqualTo(shownBefore);
    assertThat(listed(viewer, "/shared")).doesNotContain(byLink);
    viewer.get("/shared/" + byLink).expect(200);
  }

  @Test
  void refusesWhatCannotBeShared() {
    String empty = owner.newConversation(MODEL);
    JsonObjectBuilder foreign =
        Json.createObjectBuilder().add("headMessageId", UUID.randomUUID().toString());

    owner
        .post("/conversations/" + empty + "/share", NOTHING_ELSE)
        .expectProblem(400, "validation_failed");
    owner.post(path(), foreign.build()).expectProblem(400, "validation_failed");
    owner.post(path(), audience("world")).expectProblem(400, "validation_failed");
    viewer.get("/shared?cursor=x").expectProblem(400, "validation_failed");
  }

  @Test
  void erasesSharesWithTheirConversation() {
    JsonObject share = share(NOTHING_ELSE);

    owner.delete("/conversations/" + conversation).expect(204);

    viewer.get(shared(share)).expectProblem(404, "not_found");
    assertThat(listed(owner, "/me/shares")).isEmpty();
  }

  @Test
  void erasesSharesWithTheirOwner() {
    JsonObject share = share(audience("everybody"));
    String id = owner.user().getString("id");

    owner
        .send(
            "DELETE",
            "/me",
            Json.createObjectBuilder().add("password", UruSystem.PASSWORD).build().toString(),
            Map.of())
        .expect(204);

    viewer.get(shared(share)).expectProblem(404, "not_found");
    assertThat(listed(viewer, "/shared")).doesNotContain(share.getString("token"));
    Eventually.within(
        Duration.ofSeconds(20),
        "no share of the person",
        () ->
            uru.select(
                        "select count(*) from shares where owner_id = cast(? as uuid)",
                        row -> row.getLong(1),
                        id)
                    .get(0)
                == 0);
  }
}
