package com.uru.chatbot.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionLifetimesTest {
  private static final Instant OPENED = Instant.parse("2026-11-01T00:00:00Z");

  private final SessionLifetimes lifetimes = new SessionLifetimes("PT8H", "P1D");

  @Test
  void endSessionsAfterTheIdleTime() {
    assertThat(lifetimes.allow(session(Duration.ZERO, Duration.ofDays(30)), after("PT7H59M")))
        .isTrue();
    assertThat(lifetimes.allow(session(Duration.ZERO, Duration.ofDays(30)), after("PT8H")))
        .isFalse();
  }

  @Test
  void endSessionsThatExistWhenTheLongestTimeWasShortened() {
    LoginSession used = session(Duration.ofHours(23), Duration.ofDays(30));

    assertThat(lifetimes.allow(used, after("PT23H59M"))).isTrue();
    assertThat(lifetimes.allow(used, after("P1D"))).isFalse();
    assertThat(lifetimes.nextEnd(used, after("PT23H"))).isEqualTo(after("P1D"));
  }

  @Test
  void doNotProlongSessionsThatExist() {
    SessionLifetimes longer = new SessionLifetimes("P7D", "P30D");

    assertThat(longer.allow(session(Duration.ZERO, Duration.ofDays(1)), after("P1D"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "7 days, P30D, URU_SESSION_IDLE is \"7 days\": write an ISO 8601 duration",
    "P7D, P1M, URU_SESSION_MAX is \"P1M\": write an ISO 8601 duration",
    "PT14M59S, P30D, URU_SESSION_IDLE is PT14M59S: use a duration from PT15M to P400D",
    "-P7D, P30D, URU_SESSION_IDLE is -P7D: use a duration from PT15M to P400D",
    "P7D, P401D, URU_SESSION_MAX is P401D: use a duration from PT15M to P400D",
    "P31D, P30D, URU_SESSION_IDLE (P31D) is longer than URU_SESSION_MAX (P30D)"
  })
  void sayWhatIsWrongWithASetting(String idle, String max, String message) {
    assertThatThrownBy(() -> new SessionLifetimes(idle, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static LoginSession session(Duration lastUsed, Duration longest) {
    return new LoginSession(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "",
        null,
        OPENED,
        OPENED.plus(lastUsed),
        OPENED.plus(longest),
        null);
  }

  private static Instant after(String duration) {
    return OPENED.plus(Duration.parse(duration));
  }
}
