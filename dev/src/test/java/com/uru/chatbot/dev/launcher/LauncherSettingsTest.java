package com.uru.chatbot.dev.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherSettingsTest {
  @Test
  void listensOn8080AndTalksToOpenAiUnlessToldOtherwise() {
    LauncherSettings settings = LauncherSettings.of(new Properties(), Map.of());

    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.practice()).isFalse();
    assertThat(settings.administratorEmail()).isEqualTo("admin@uru.local");
  }

  @Test
  void takesPortAndPractice() {
    Properties properties = new Properties();
    properties.setProperty("port", "9001");
    properties.setProperty("openai", "practice");

    LauncherSettings settings = LauncherSettings.of(properties, Map.of());

    assertThat(settings.port()).isEqualTo(9001);
    assertThat(settings.practice()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "abc", "-1", ""})
  void refusesWhatIsNoPort(String port) {
    Properties properties = new Properties();
    properties.setProperty("port", port);

    assertThatThrownBy(() -> LauncherSettings.of(properties, Map.of()))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("-Dport=" + port);
  }

  @Test
  void refusesAnUnknownUpstream() {
    Properties properties = new Properties();
    properties.setProperty("openai", "pretend");

    assertThatThrownBy(() -> LauncherSettings.of(properties, Map.of()))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("-Dopenai=pretend");
  }

  @Test
  void usesAnExistingDatabaseWithBothRoles() {
    Map<String, String> environment =
        Map.of(
            "URU_DATABASE_URL", "jdbc:postgresql://db/uru",
            "URU_DATABASE_PASSWORD", "a",
            "URU_DATABASE_OWNER_USER", "uru_owner",
            "URU_DATABASE_OWNER_PASSWORD", "b");

    DatabaseAccess access = DatabaseAccess.of(environment).orElseThrow();

    assertThat(access.application()).isEqualTo(new DatabaseAccess.Credentials("uru_app", "a"));
    assertThat(access.owner()).isEqualTo(new DatabaseAccess.Credentials("uru_owner", "b"));
  }

  @Test
  void saysWhatAnExistingDatabaseNeeds() {
    Map<String, String> environment = new HashMap<>();
    environment.put("URU_DATABASE_URL", "jdbc:postgresql://db/uru");

    assertThatThrownBy(() -> DatabaseAccess.of(environment))
        .hasMessageContaining("URU_DATABASE_OWNER_USER");
    environment.clear();
    assertThat(DatabaseAccess.of(environment)).isEmpty();
  }

  @Test
  void makesPasswordsThatDiffer() {
    assertThat(OneTimePassword.generate())
        .matches("([a-z2-9]{4}-){3}[a-z2-9]{4}")
        .isNotEqualTo(OneTimePassword.generate());
  }
}
