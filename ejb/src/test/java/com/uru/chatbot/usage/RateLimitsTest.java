package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.settings.TenantSettings;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final RateLimits limits = new RateLimits(60, 1, 10, 10);

  private static TenantSettings settings(JsonObjectBuilder json) {
    return new TenantSettings(json.build());
  }

  @Test
  void areThoseOfTheDeploymentWhereATenantHasNone() {
    assertThat(limits.generations(TenantSettings.NONE))
        .extracting(RateLimit::count)
        .containsExactly(60);
  }

  @Test
  void areNarrowedByATenantAndNeverWidened() {
    assertThat(
            limits.generations(
                settings(
                    Json.createObjectBuilder()
                        .add("questionsPerMinute", 5)
                        .add("questionsPerDay", 100))))
        .extracting(RateLimit::count)
        .containsExactly(5, 100);
    assertThat(
            limits.generations(
                settings(Json.createObjectBuilder().add("questionsPerMinute", 1000))))
        .extracting(RateLimit::count)
        .containsExactly(60);
  }

  @Test
  void ofAllPeopleAreThoseThatTheTenantHasSet() {
    assertThat(limits.generationsOfAll(TenantSettings.NONE)).isEmpty();
    assertThat(
            limits.generationsOfAll(
                settings(Json.createObjectBuilder().add("tenantQuestionsPerMinute", 500))))
        .hasValue(new RateLimit("questions of your organisation", 500, Duration.ofMinutes(1)));
  }

  @Test
  void sayInWhichTimeTheyHold() {
    RateLimit perDay =
        limits.generations(settings(Json.createObjectBuilder().add("questionsPerDay", 100))).get(1);

    assertThat(perDay.reached(Duration.ofMinutes(1)).detail())
        .isEqualTo("The limit of 100 daily questions in a day is reached.");
  }
}
