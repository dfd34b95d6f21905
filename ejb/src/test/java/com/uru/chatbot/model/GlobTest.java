package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-6-luna, gpt-6-luna, true",
    "gpt-6-luna, gpt-6-luna2, false",
    "GPT-6-*, gpt-6-luna, true",
    "gpt-6-*, OpenAI/gpt-6-luna, false",
    "*/gpt-6-*, OpenAI/GPT-6-luna, true",
    "*, '', true",
    "'', '', true",
    "'', x, false",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXbXbX, false",
    "*-mini, gpt-5.4-mini, true",
    "*-mini, gpt-5.4-mini-x, false",
    "o#, o3, true",
    "o#, ox, false",
    "gpt-?, gpt-4, true",
    "gpt-?, gpt-, false",
    "gpt-4.1, gpt-4x1, false",
    "a+(b, a+(b, true",
    "*😀*, model-😀-1, true",
  })
  void matchesTheWholeIdWhateverItsCase(String pattern, String id, boolean matches) {
    assertThat(new Glob(pattern).matches(id)).isEqualTo(matches);
  }

  @Test
  void tellsPlainIdsFromPatterns() {
    assertThat(new Glob("gpt-6.2-sol").isPlain()).isTrue();
    assertThat(new Glob("gpt-*").isPlain()).isFalse();
    assertThat(new Glob("o#").isPlain()).isFalse();
    assertThat(new Glob("gpt-?").isPlain()).isFalse();
  }

  @Test
  void isQuickForPatternsThatAreMadeToBeSlow() {
    Glob slow = new Glob("*a".repeat(100) + "b");

    assertThatCode(
            () ->
                Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> slow.matches("a".repeat(300))))
        .doesNotThrowAnyException();
  }
}
