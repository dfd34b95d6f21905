package com.uru.chatbot.openai.sse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WholeCharactersTest {
  private final WholeCharacters characters = new WholeCharacters();

  @Test
  void passesOrdinaryTextUntouched() {
    String text = "Grüße \uD83D\uDE80";

    assertThat(characters.next(text)).isSameAs(text);
  }

  @Test
  void holdsHalfAPairBackUntilTheOtherHalfComes() {
    assertThat(characters.next("a\uD83D")).isEqualTo("a");
    assertThat(characters.next("")).isEmpty();
    assertThat(characters.next("\uDE80b")).isEqualTo("\uD83D\uDE80b");
  }

  @Test
  void replacesLoneSurrogates() {
    assertThat(characters.next("a\uDE80\uD83Db\uD83D")).isEqualTo("a\uFFFD\uFFFDb");
    assertThat(characters.next("c")).isEqualTo("\uFFFDc");
  }

  @Test
  void replacesTheCharacterThatTheDatabaseCannotHold() {
    assertThat(characters.next("a\0b\0")).isEqualTo("a\uFFFDb\uFFFD");
  }
}
