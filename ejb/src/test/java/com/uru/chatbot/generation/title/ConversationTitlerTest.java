package com.uru.chatbot.generation.title;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.ScriptedCall;
import com.uru.chatbot.model.FinishReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConversationTitlerTest {
  @Test
  void tidiesTheModelsAnswer() {
    assertThat(title(new ScriptedCall().says("\"Blue ").says("sky.\"\n"))).contains("Blue sky");
  }

  @Test
  void hasNoTitleWhenTheModelSaysNothing() {
    assertThat(title(new ScriptedCall().says(" \n"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "REFUSAL", "CONTENT_FILTER", "TOOL_CALLS", "OTHER"})
  void hasNoTitleWhenTheReplyIsNoWholeAnswer(FinishReason reason) {
    assertThat(title(new ScriptedCall().says("Blue sky").finishes(reason))).isEmpty();
  }

  @Test
  void takesTheTitleOfAWholeReply() {
    assertThat(title(new ScriptedCall().says("Blue sky").finishes(FinishReason.STOP)))
        .contains("Blue sky");
  }

  private static Optional<String> title(ScriptedCall call) {
    return ConversationTitler.ask(call).toCompletableFuture().join();
  }
}
