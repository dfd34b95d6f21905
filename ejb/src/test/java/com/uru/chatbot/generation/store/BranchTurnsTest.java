package com.uru.chatbot.generation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.model.ChatRequest.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BranchTurnsTest {
  private static final UUID CONVERSATION = UUID.randomUUID();

  private final List<Message> branch = new ArrayList<>();

  private @Nullable UUID head() {
    return branch.isEmpty() ? null : branch.get(branch.size() - 1).id();
  }

  private void ask(String text, @Nullable String systemPrompt) {
    branch.add(
        Message.ofUser(UUID.randomUUID(), CONVERSATION, head(), text, Fixtures.NOW)
            .withInstructions(BranchTurns.change(branch, systemPrompt)));
  }

  private Message answer(String text, @Nullable String systemPrompt) {
    Message answer =
        Message.ofAssistant(
                UUID.randomUUID(),
                CONVERSATION,
                branch.get(branch.size() - 1).id(),
                "gpt-4o",
                Fixtures.NOW)
            .withInstructions(BranchTurns.change(branch, systemPrompt))
            .ended(text, MessageStatus.COMPLETED);
    branch.add(answer);
    return answer;
  }

  private List<Turn> turns() {
    return BranchTurns.of(branch, Map.of());
  }

  @Test
  void beginsWithTheFirstSystemPromptAsItIs() {
    ask("One?", "Be brief.");

    assertThat(turns()).containsExactly(Turn.user("One?", "Be brief."));
  }

  @Test
  void appendsAChangeBeforeTheNextQuestionAndKeepsEverythingBeforeIt() {
    ask("One?", "Be brief.");
    answer("1", "Be brief.");
    ask("Two?", "Be brief.");
    List<Turn> before = turns();
    answer("2", "Be brief.");
    ask("Three?", "Be long.");
    answer("3", "Be long.");
    ask("Four?", " ");
    answer("4", null);
    ask("Five?", null);

    assertThat(turns().subList(0, 3)).isEqualTo(before);
    assertThat(turns())
        .containsExactly(
            Turn.user("One?", "Be brief."),
            Turn.assistant("1"),
            Turn.user("Two?"),
            Turn.assistant("2"),
            Turn.user(
                "Three?", "From here on, these instructions replace all earlier ones:\n\nBe long."),
            Turn.assistant("3"),
            Turn.user("Four?", "From here on, the earlier instructions no longer apply."),
            Turn.assistant("4"),
            Turn.user("Five?"));
  }

  @Test
  void saysNothingWhereThereNeverWasASystemPrompt() {
    ask("One?", null);
    answer("1", "");
    ask("Two?", "  ");

    assertThat(branch).extracting(Message::instructions).containsOnlyNulls();
    assertThat(turns()).containsExactly(Turn.user("One?"), Turn.assistant("1"), Turn.user("Two?"));
  }

  @Test
  void beginsLateWithAPromptThatWasSetLate() {
    ask("One?", null);
    answer("1", null);
    ask("Two?", "Be brief.");

    assertThat(turns())
        .containsExactly(Turn.user("One?"), Turn.assistant("1"), Turn.user("Two?", "Be brief."));
  }

  @Test
  void answersAnOldQuestionAgainUnderThePromptOfToday() {
    ask("One?", "Be brief.");
    answer("1", "Be brief.");
    ask("Two?", "Be brief.");
    answer("Zwei", "Answer in German.");
    ask("Three?", "Answer in German.");

    String changed =
        "From here on, these instructions replace all earlier ones:\n\nAnswer in German.";
    assertThat(turns())
        .containsExactly(
            Turn.user("One?", "Be brief."),
            Turn.assistant("1"),
            Turn.user("Two?", changed),
            Turn.assistant("Zwei"),
            Turn.user("Three?"));
  }

  @Test
  void leavesOutAnswersWithoutTextAndSendsBackWhatTheProviderWants() {
    ask("One?", null);
    answer("", null);
    ask("Two?", null);
    Message second = answer("2", null);

    assertThat(BranchTurns.of(branch, Map.of(second.id(), "[2]")))
        .containsExactly(Turn.user("One?"), Turn.user("Two?"), Turn.assistant("2", "[2]"));
  }
}
