package com.uru.chatbot.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TtlCacheTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration TTL = Duration.ofSeconds(3);

  private final TtlCache<String, Integer> cache = new TtlCache<>(TTL, 2);

  @Test
  void returnsAValueUntilItExpires() {
    cache.put("a", 1, NOON);

    assertThat(cache.get("a", NOON)).contains(1);
    assertThat(cache.get("a", NOON.plus(TTL).minusMillis(1))).contains(1);
    assertThat(cache.get("a", NOON.plus(TTL))).isEmpty();
    assertThat(cache.get("b", NOON)).isEmpty();
  }

  @Test
  void returnsNothingOfATimeThatIsStillToCome() {
    cache.put("a", 1, NOON);

    assertThat(cache.get("a", NOON.minusMillis(1))).isEmpty();
  }

  @Test
  void returnsTheLaterOfTwoValuesForItsOwnTime() {
    cache.put("a", 1, NOON);
    cache.put("a", 2, NOON.plusSeconds(2));

    assertThat(cache.get("a", NOON.plusSeconds(4))).contains(2);
  }

  @Test
  void losesTheOldestEntryWhenItIsFull() {
    cache.put("a", 1, NOON);
    cache.put("b", 2, NOON);
    cache.put("a", 3, NOON);
    cache.put("c", 4, NOON);

    assertThat(cache.get("b", NOON)).isEmpty();
    assertThat(cache.get("a", NOON)).contains(3);
    assertThat(cache.get("c", NOON)).contains(4);
  }

  @Test
  void forgetsWhatIsRemoved() {
    cache.put("a", 1, NOON);

    cache.remove("a");

    assertThat(cache.get("a", NOON)).isEmpty();
  }
}
