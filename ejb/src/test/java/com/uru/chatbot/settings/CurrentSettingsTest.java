package com.uru.chatbot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.tenant.Tenant;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CurrentSettingsTest {
  private static final JsonObject CLOSED =
      Json.createObjectBuilder().add("signUp", "closed").build();

  private final InMemorySettings stored = new InMemorySettings();
  private final ManualClock clock = new ManualClock();
  private final CurrentSettings current = new CurrentSettings(stored, clock);

  private TenantSettings now() {
    return current.of(Tenant.DEFAULT_ID);
  }

  @Test
  void asksTheDatabaseOnceInAWhile() {
    now();
    now();

    assertThat(stored.reads()).isEqualTo(1);
  }

  @Test
  void knowsAChangeOfAnotherNodeWithinFiveSeconds() {
    now();
    stored.set(CLOSED);
    clock.pass(Duration.ofSeconds(5));

    assertThat(now().signUp()).contains(SignUpMode.CLOSED);
  }

  @Test
  void knowsAChangeOfItsOwnNodeAtOnce() {
    now();
    stored.set(CLOSED);
    current.forget(new SettingsChanged(Tenant.DEFAULT_ID));

    assertThat(now().signUp()).contains(SignUpMode.CLOSED);
  }
}
