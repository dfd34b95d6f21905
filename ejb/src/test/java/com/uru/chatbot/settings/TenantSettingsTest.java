package com.uru.chatbot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.settings.TenantSettings.Difference;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class TenantSettingsTest {
  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private static TenantSettings settings(String text) {
    return new TenantSettings(json(text));
  }

  @Test
  void setsWhatAPatchMentionsAndKeepsTheRest() {
    TenantSettings patched =
        settings("{'signUp': 'open', 'defaultModel': 'o1'}").patched(json("{'signUp': 'domains'}"));

    assertThat(patched.signUp()).contains(SignUpMode.DOMAINS);
    assertThat(patched.defaultModel()).contains("o1");
  }

  @Test
  void unsetsWhatIsPatchedToNothing() {
    TenantSettings patched =
        settings("{'signUp': 'open', 'allowedModels': ['o1'], 'defaultModel': 'o1'}")
            .patched(json("{'signUp': null, 'allowedModels': [], 'defaultModel': ' '}"));

    assertThat(patched).isEqualTo(TenantSettings.NONE);
  }

  @Test
  void keepsWhatALaterVersionOfUruHasSet() {
    TenantSettings patched = settings("{'later': {'a': 1}}").patched(json("{'signUp': 'closed'}"));

    assertThat(patched.json().getJsonObject("later")).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void tellsWhatDiffers() {
    TenantSettings before = settings("{'signUp': 'open', 'defaultModel': 'o1'}");
    TenantSettings after = settings("{'allowedModels': ['o*'], 'defaultModel': 'o1'}");

    assertThat(before.differencesTo(after))
        .containsExactly(
            new Difference(
                "allowedModels", JsonValue.NULL, json("{'a': ['o*']}").getJsonArray("a")),
            new Difference("signUp", Json.createValue("open"), JsonValue.NULL));
    assertThat(after.differencesTo(after)).isEmpty();
  }
}
