package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
