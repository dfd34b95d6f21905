package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators set for all. Each test leaves the settings as the deployment has them. */
@ExtendWith(UruSystemExtension.class)
class SettingsIT {
  private static final String SETTINGS = "/admin/settings";

  private final UruSystem uru;
  private UruClient admin;

  SettingsIT(UruSystem uru) {
    this.uru = uru;
    admin = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);
  }

  @AfterEach
  void unset() {
    JsonObject set = admin.get(SETTINGS).expect(200).json();
    var patch = Json.createObjectBuilder();
    set.keySet().stream()
        .filter(name -> !name.equals("version") && !name.equals("configured"))
        .forEach(patch::addNull);
    admin.patch(SETTINGS, patch.build()).expect(200);
    awaitOptions("signUpMode", "open");
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private JsonObject change(String patch) {
    return admin.patch(SETTINGS, json(patch)).expect(200).json();
  }

  private JsonObject options() {
    return uru.visitor().get("/auth/options").expect(200).json();
  }

  private void awaitOptions(String member, String value) {
    Eventually.within(
        Duration.ofSeconds(5), member, () -> options().getString(member).equals(value));
  }

  private Answer register(String domain) {
    return uru.visitor()
        .post(
            "/auth/register",
            Json.createObjectBuilder()
                .add("email", "someone-" + UUID.randomUUID() + "@" + domain)
                .add("password", UruSystem.PASSWORD)
                .add("displayName", "Someone")
                .build());
  }

  @Test
  void areThoseOfTheDeploymentUntilAnAdministratorSetsOthers() {
    JsonObject settings = admin.get(SETTINGS).expect(200).json();

    assertThat(settings.get("signUp")).isEqualTo(JsonValue.NULL);
    assertThat(settings.getJsonArray("allowedModels")).isEmpty();
    assertThat(settings.getJsonObject("configured").getString("signUp")).isEqualTo("open");
    assertThat(options().getString("signUp")).isEqualTo("open");
  }

  @Test
  void closeSignUp() {
    change("{'signUp': 'closed'}");
    awaitOptions("signUp", "closed");

    assertThat(register("example.org").expect(403).json().getString("code"))
        .isEqualTo("sign_up_closed");
  }

  @Test
  void openSignUpForMailDomains() {
    change("{'signUp': 'domains', 'signUpDomains': ['Example.ORG']}");
    awaitOptions("signUpMode", "domains");

    assertThat(options().getString("signUp")).isEqualTo("open");
    assertThat(options().getJsonArray("signUpDomains").getString(0)).isEqualTo("example.org");
    register("example.org").expect(201);
    JsonObject refusal = register("example.com").expect(403).json();
    assertThat(refusal.getString("code")).isEqualTo("sign_up_closed");
    assertThat(refusal.getString("detail")).contains("example.org");
  }

  @Test
  void excludeModelsAndNameTheDefault() {
    UruClient user = uru.newUser();
    change("{'allowedModels': ['gpt-4*', 'o1'], 'defaultModel': 'gpt-4o'}");
    Eventually.within(
        Duration.ofSeconds(5),
        "models",
        () -> user.get("/models").json().getString("defaultModel").equals("gpt-4o"));

    assertThat(user.get("/models").json().getJsonArray("items").getValuesAs(JsonObject.class))
        .extracting(model -> model.getString("id"))
        .allMatch(id -> id.startsWith("gpt-4") || id.equals("o1"));
    JsonObject created =
        user.post("/conversations", JsonValue.EMPTY_JSON_OBJECT).expect(201).json();
    assertThat(created.getString("model")).isEqualTo("gpt-4o");
    JsonObject refusal =
        user.post("/conversations", json("{'model': 'gpt-6-luna'}")).expect(422).json();
    assertThat(refusal.getString("code")).isEqualTo("model_not_available");
    assertThat(refusal.getString("detail")).contains("Your organisation does not offer");
  }

  @Test
  void tellEverybodyWhatHoldsForThem() {
    UruClient viewer = uru.signedIn("viewer@uru.local", "uru-development");
    change(
        "{'banner': 'Maintenance on Sunday', 'instructions': 'Be kind.', 'defaultModel': 'gpt-4o',"
            + " 'aiNotice': 'first_message', 'aiNoticeText': 'An AI answers.'}");
    for (UruClient person : List.of(admin, uru.newUser(), viewer)) {
      Eventually.within(
          Duration.ofSeconds(5),
          "the banner",
          () -> !person.get("/me/settings").expect(200).json().isNull("banner"));
      JsonObject settings = person.get("/me/settings").expect(200).json();
      assertThat(settings.getString("banner")).isEqualTo("Maintenance on Sunday");
      assertThat(settings.getBoolean("instructions")).isTrue();
      assertThat(settings.getString("defaultModel")).isEqualTo("gpt-4o");
      assertThat(settings.getJsonObject("aiNotice"))
          .isEqualTo(json("{'place': 'first_message', 'text': 'An AI answers.'}"));
    }
    uru.visitor().get("/me/settings").expect(401);
  }

  @Test
  void giveNewConversationsInstructions() {
    UruClient user = uru.newUser();
    change("{'instructions': 'Answer in verse.'}");
    Eventually.within(
        Duration.ofSeconds(5),
        "the instructions",
        () -> user.get("/me/settings").json().getBoolean("instructions"));

    assertThat(systemPromptOfANewConversation(user, "{}").toString())
        .isEqualTo("\"Answer in verse.\"");
    assertThat(systemPromptOfANewConversation(user, "{'systemPrompt': 'Mine.'}").toString())
        .isEqualTo("\"Mine.\"");
    assertThat(systemPromptOfANewConversation(user, "{'systemPrompt': ''}"))
        .isEqualTo(JsonValue.NULL);
  }

  private static JsonValue systemPromptOfANewConversation(UruClient user, String request) {
    return user.post("/conversations", json(request))
        .expect(201)
        .json()
        .getOrDefault("systemPrompt", JsonValue.NULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?days=", "?days=0", "?days=3651"})
  void refusesToCountWithoutDays(String query) {
    admin.get(SETTINGS + "/retention" + query).expectProblem(400, "validation_failed");
  }

  @Test
  void deleteConversationsThatWereInactiveForTooLong() throws SQLException {
    UruClient user = uru.newUser();
    String old = user.newConversation("gpt-4o");
    String recent = user.newConversation("gpt-4o");
    JsonObject before = admin.get(SETTINGS + "/retention?days=3000").expect(200).json();
    try (Connection owner = uru.owner();
        PreparedStatement update =
            owner.prepareStatement(
                "update conversations set updated_at = now() - interval '3001 days'"
                    + " where id = cast(? as uuid)")) {
      update.setString(1, old);
      update.executeUpdate();
    }

    assertThat(
            admin
                .get(SETTINGS + "/retention?days=3000")
                .json()
                .getJsonNumber("conversations")
                .longValue())
        .isEqualTo(before.getJsonNumber("conversations").longValue() + 1);
    user.get("/conversations/" + old).expect(200);
    change("{'retentionDays': 3000}");
    Eventually.within(
        Duration.ofSeconds(10),
        "the deletion",
        () -> user.get("/conversations/" + old).status() == 404);
    user.get("/conversations/" + recent).expect(200);
    assertThat(user.get("/me/settings").json().getInt("retentionDays")).isEqualTo(3000);
  }

  @Test
  void switchFeaturesOff() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    change("{'disabledFeatures': ['export', 'sharing'], 'keyProtections': ['passphrase']}");
    Eventually.within(
        Duration.ofSeconds(5),
        "the switch",
        () -> !user.get("/me/settings").json().getJsonObject("features").getBoolean("export"));

    assertThat(user.get("/me/settings").json().getJsonArray("keyProtections").getString(0))
        .isEqualTo("passphrase");
    for (String path :
        List.of("/conversations/" + conversation + "/export", "/me/export", "/shared")) {
      assertThat(user.get(path).expect(403).json().getString("detail"))
          .isEqualTo("Your organisation has switched this off.");
    }
    user.post("/conversations/" + conversation + "/share", JsonValue.EMPTY_JSON_OBJECT).expect(403);
  }

  @Test
  void limitQuestionsAndForbidPlainKeys() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    String key = PracticeFault.FAST.key(UUID.randomUUID().toString());
    change("{'questionsPerDay': 1}");
    Eventually.within(
        Duration.ofSeconds(5),
        "the limit",
        () -> user.start(Question.first(conversation, "Hello", "gpt-4o"), key).status() == 429);
    change("{'questionsPerDay': null, 'plainKeys': false}");
    Eventually.within(
        Duration.ofSeconds(5),
        "no plain keys",
        () ->
            user.start(Question.first(conversation, "Hello", "gpt-4o"), key)
                .json()
                .getString("code", "")
                .equals("provider_key_unreadable"));
  }

  @Test
  void haveAHistoryOfWhoChangedWhat() {
    long before = admin.get(SETTINGS).json().getInt("version");
    change("{'signUp': 'closed'}");
    JsonObject after = change("{'signUp': 'invitation', 'allowedModels': ['gpt-*']}");

    assertThat(after.getInt("version")).isEqualTo(before + 2);
    JsonObject last =
        admin.get(SETTINGS + "/versions?limit=1").json().getJsonArray("items").getJsonObject(0);
    assertThat(last.getInt("version")).isEqualTo(before + 2);
    assertThat(last.getJsonObject("changedBy").getString("displayName")).isEqualTo("Administrator");
    assertThat(last.getJsonArray("changes"))
        .isEqualTo(
            json("{'changes': ["
                    + "{'setting': 'allowedModels', 'before': null, 'after': ['gpt-*']},"
                    + "{'setting': 'signUp', 'before': 'closed', 'after': 'invitation'}]}")
                .getJsonArray("changes"));
    JsonObject next =
        admin
            .get(SETTINGS + "/versions?limit=1&cursor=" + (before + 2))
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(next.getInt("version")).isEqualTo(before + 1);
  }

  @Test
  void areNotChangedByTwoWhoDoNotKnowOfEachOther() {
    int seen = admin.get(SETTINGS).json().getInt("version");
    change("{'signUp': 'closed'}");

    JsonObject refusal =
        admin
            .send(
                "PATCH",
                SETTINGS,
                json("{'signUp': 'open'}").toString(),
                Map.of("If-Match", "\"" + seen + "\""))
            .expect(412)
            .json();
    assertThat(refusal.getString("code")).isEqualTo("version_conflict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signUp           | {'signUp': 'sometimes'}
          signUpDomains    | {'signUpDomains': ['no domain']}
          signUpDomains    | {'signUpDomains': 'example.org'}
          signUpDomains[0] | {'signUpDomains': ['']}
          allowedModels    | {'allowedModels': ['no-such-*']}
          defaultModel     | {'allowedModels': ['gpt-4*'], 'defaultModel': 'gpt-6-luna'}
          aiNotice         | {'aiNotice': 'nowhere'}
          retentionDays    | {'retentionDays': 0}
          questionsPerMinute | {'questionsPerMinute': 100001}
          keyProtections[0] | {'keyProtections': ['none']}
          titleModel       | {'titleModel': 'gpt-6-luna', 'allowedModels': ['gpt-4*']}
          retentionDays    | {'retentionDays': 'always'}
          """)
  void refuseABadValueWithItsReason(String field, String patch) {
    int version = admin.get(SETTINGS).json().getInt("version");
    JsonObject refusal = admin.patch(SETTINGS, json(patch)).expect(400).json();

    assertThat(refusal.getString("code")).isEqualTo("validation_failed");
    assertThat(refusal.getJsonArray("violations").getJsonObject(0).getString("field"))
        .isEqualTo(field);
    assertThat(admin.get(SETTINGS).json().getInt("version")).isEqualTo(version);
  }

  @Test
  void refuseMoreThanAHundredPatterns() {
    JsonArrayBuilder many = Json.createArrayBuilder();
    for (int i = 0; i <= 100; i++) {
      many.add("model-" + i);
    }
    admin
        .patch(SETTINGS, Json.createObjectBuilder().add("allowedModels", many).build())
        .expect(400);
  }

  @Test
  void areForAdministratorsOnly() {
    for (String path : new String[] {SETTINGS, SETTINGS + "/versions"}) {
      uru.visitor().get(path).expect(401);
      uru.newUser().get(path).expect(403);
      uru.signedIn("viewer@uru.local", "uru-development").get(path).expect(403);
    }
    uru.newUser().patch(SETTINGS, json("{'signUp': 'closed'}")).expect(403);
  }
}
