package com.uru.chatbot.openai.chatcompletions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkTagsTest {
  private final StringBuilder answer = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final ThinkTags tags = new ThinkTags(answer::append, thoughts::append);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void separatesReasoningFromTheAnswerHoweverTheStreamIsCut(int size) {
    String stream = "<think>\nIs 2 < 3? </thin\n</think>\n\nYes, <think> is a tag.";
    for (int from = 0; from < stream.length(); from += size) {
      tags.text(stream.substring(from, Math.min(from + size, stream.length())));
    }
    tags.end();

    assertThat(thoughts.toString().strip()).isEqualTo("Is 2 < 3? </thin");
    assertThat(answer).hasToString("Yes, <think> is a tag.");
  }

  @ParameterizedTest
  @CsvSource({"<thinking about it", "<thi", "A <think>b</think> c", "' x'", "<"})
  void leavesEverythingElseInTheAnswer(String stream) {
    stream.chars().forEach(character -> tags.text(Character.toString(character)));
    tags.end();

    assertThat(answer).hasToString(stream);
    assertThat(thoughts).isEmpty();
  }

  @Test
  void keepsReasoningThatIsCutOff() {
    tags.text("<think>half a thought</th");
    tags.end();

    assertThat(thoughts).hasToString("half a thought</th");
    assertThat(answer).isEmpty();
  }

  @Test
  void holdsNothingBackOnceTheAnswerHasBegun() {
    tags.text("H");
    tags.text("<");

    assertThat(answer).hasToString("H<");
  }
}
