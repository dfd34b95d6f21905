package com.uru.chatbot.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTextTest {
  @Test
  void foldsCaseAccentsAndWidth() {
    assertThat(SearchText.fold("Zoë ＡＢＣ Straße")).isEqualTo("zoe abc strasse");
  }

  @Test
  void splitsASearchIntoWords() {
    assertThat(SearchText.words("  Ada\u00a0 LOVELACE ")).containsExactly("ada", "lovelace");
    assertThat(SearchText.words(" ")).isEmpty();
  }
}
