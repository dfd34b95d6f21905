package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitleExcerptTest {
  @Test
  void takesAShortQuestionWhole() {
    assertThat(TitleExcerpt.of("  Why is the sky blue?\nAnd the sea?"))
        .isEqualTo("Why is the sky blue?");
  }

  @Test
  void cutsALongQuestionAtAWord() {
    assertThat(TitleExcerpt.of("word ".repeat(40))).hasSizeLessThanOrEqualTo(60).endsWith("word…");
  }

  @Test
  void neverCutsACharacterInHalf() {
    String title = TitleExcerpt.of("😀".repeat(100));

    assertThat(title.codePoints().allMatch(c -> c == "😀".codePointAt(0) || c == '…')).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```js\nlet a = 1\n```\nWhy is a 1?",
        "~~~\nlet a = 1\n~~~\n\nWhy is a 1?",
        "> They said so\n\nWhy is a 1?",
        "# Why is a 1?\nlet a = 1",
        "---\nWhy is a 1?",
        "\u202EWhy is a 1?",
        "Why is\u2066 a\u2069 1?\u0007"
      })
  void takesTheFirstLineOfProse(String question) {
    assertThat(TitleExcerpt.of(question)).isEqualTo("Why is a 1?");
  }

  @Test
  void takesCodeWhereThereIsNothingElse() {
    assertThat(TitleExcerpt.of("```js\nlet a = 1\n```")).isEqualTo("let a = 1");
    assertThat(TitleExcerpt.of("> They said so")).isEqualTo("They said so");
    assertThat(TitleExcerpt.of("???")).isEqualTo("???");
  }
}
