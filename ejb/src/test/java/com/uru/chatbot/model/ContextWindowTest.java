package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextWindowTest {
  private static final int WINDOW = 8192;

  private final Model gpt4 = ModelCatalog.builtIn(Clock.systemUTC()).require("gpt-4");

  @Test
  void estimatesAQuarterOfAllCharacters() {
    ChatRequest request =
        new ChatRequest(
            "gpt-4",
            List.of(Turn.user("1234", "12345"), Turn.assistant("")),
            ChatRequest.Parameters.DEFAULTS);

    assertThat(ContextWindow.estimatedTokens(request)).isEqualTo(3);
  }

  @Test
  void leavesADoubtfulQuestionToTheProvider() {
    assertThatCode(() -> ContextWindow.requireRoom(gpt4, question(WINDOW * 16)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAQuestionThatCannotFit() {
    assertThatThrownBy(() -> ContextWindow.requireRoom(gpt4, question(WINDOW * 16 + 1)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ProblemCode.CONTEXT_LENGTH_EXCEEDED);
              assertThat(e.members())
                  .isEqualTo(Map.of("contextWindow", WINDOW, "promptTokens", WINDOW * 4 + 1));
            });
  }

  private static ChatRequest question(int characters) {
    return new ChatRequest(
        "gpt-4", List.of(Turn.user("x".repeat(characters))), ChatRequest.Parameters.DEFAULTS);
  }
}
