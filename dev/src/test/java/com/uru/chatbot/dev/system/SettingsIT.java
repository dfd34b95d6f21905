package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
