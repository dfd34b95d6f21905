package com.uru.chatbot.generation.title;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.ScriptedCall;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTitlerTest {
  @Test
  void takesAShortQuestionWhole() {
    assertThat(ConversationTitler.excerpt("  Why is the sky blue?\nAnd the sea?"))
        .isEqualTo("Why is the sky blue?");
  }

  @Test
  void cutsALongQuestionAtAWord() {
    assertThat(ConversationTitler.excerpt("word ".repeat(40)))
        .hasSizeLessThanOrEqualTo(60)
        .endsWith("word…");
  }

  @Test
  void neverCutsACharacterInHalf() {
    String title = ConversationTitler.excerpt("😀".repeat(100));

    assertThat(title.codePoints().allMatch(c -> c == "😀".codePointAt(0) || c == '…')).isTrue();
  }

  @Test
  void tidiesTheModelsAnswer() {
    assertThat(title(new ScriptedCall().says("\"Blue ").says("sky.\"\n"))).contains("Blue sky");
  }

  @Test
  void hasNoTitleWhenTheModelSaysNothing() {
    assertThat(title(new ScriptedCall().says(" \n"))).isEmpty();
  }

  private static Optional<String> title(ScriptedCall call) {
    return ConversationTitler.ask(call).toCompletableFuture().join();
  }
}
