package com.uru.chatbot.generation.title;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.ScriptedCall;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTitlerTest {
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
