package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.MessagePart.Reasoning;
import com.uru.chatbot.conversation.MessagePart.Text;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final Message answer =
      Message.ofAssistant(
          UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "gpt-4o", Instant.EPOCH);

  @Test
  void hasTheTextOfItsTextPartsAlone() {
    Message ended =
        answer.ended(
            List.of(new Reasoning("Hm", 3), new Text("One"), new Reasoning("Ah", 1), new Text("!")),
            MessageStatus.COMPLETED);

    assertThat(ended.text()).isEqualTo("One!");
    assertThat(ended.isEmpty()).isFalse();
  }

  @Test
  void hasOneEmptyTextWhereThereIsNothing() {
    assertThat(answer.parts()).containsExactly(new Text(""));
    assertThat(answer.isEmpty()).isTrue();
    assertThat(answer.ended(List.of(new Reasoning("Hm", 1)), MessageStatus.STOPPED).isEmpty())
        .isFalse();
  }

  @Test
  void keepsEverythingButWhatACopyNames() {
    TokenUsage usage = new TokenUsage(1, 2, 3, 4, 5);
    MessageProblem problem = MessageProblem.of(new DomainException(ProblemCode.PROVIDER_TIMEOUT));

    Message changed =
        answer
            .ended("Text", MessageStatus.FAILED)
            .withBill(FinishReason.LENGTH, usage)
            .withProblem(problem)
            .withStatus(MessageStatus.INCOMPLETE)
            .withInstructions("Be brief.");

    assertThat(changed)
        .isEqualTo(
            new Message(
                answer.id(),
                answer.conversationId(),
                answer.parentId(),
                MessageRole.ASSISTANT,
                List.of(new Text("Text")),
                "gpt-4o",
                MessageStatus.INCOMPLETE,
                FinishReason.LENGTH,
                usage,
                problem,
                Instant.EPOCH,
                "Be brief."));
    assertThat(changed.asStreaming()).isEqualTo(answer.withInstructions("Be brief."));
  }

  @Test
  void isTheSameAfterATripThroughTheDatabase() {
    List<MessagePart> parts = List.of(new Reasoning("\"Hm\"\n", 12), new Text("\uD83D\uDE80"));

    assertThat(MessagePartsJson.read(MessagePartsJson.write(parts))).isEqualTo(parts);
  }

  @Test
  void skipsPartsThatOnlyANewerServerKnows() {
    assertThat(
            MessagePartsJson.read(
                "[{\"type\":\"hologram\",\"depth\":3},{\"type\":\"text\",\"text\":\"One\"}]"))
        .containsExactly(new Text("One"));
  }

  @Test
  void takesAFinishReasonThatOnlyANewerServerKnowsForAnother() {
    assertThat(FinishReason.ofWireName("from_the_future")).isEqualTo(FinishReason.OTHER);
    assertThat(FinishReason.ofWireName("content_filter")).isEqualTo(FinishReason.CONTENT_FILTER);
  }
}
