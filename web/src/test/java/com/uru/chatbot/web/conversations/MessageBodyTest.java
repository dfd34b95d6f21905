package com.uru.chatbot.web.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
  private final Message answer =
      Message.ofAssistant(
          UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "gpt-4o", Instant.EPOCH);

  @Test
  void hasEachPartInTheFormOfItsType() {
    MessageBody body =
        MessageBody.of(
            answer.ended(
                List.of(new MessagePart.Reasoning("Hm", 12), new MessagePart.Text("One")),
                MessageStatus.COMPLETED));

    assertThat(body.parts())
        .extracting(Object::toString)
        .containsExactly(
            "{\"type\":\"reasoning\",\"summary\":\"Hm\",\"seconds\":12}",
            "{\"type\":\"text\",\"text\":\"One\"}");
    assertThat(body.text()).isEqualTo("One");
  }

  @Test
  void hasOneEmptyTextWhileNothingHasCome() {
    assertThat(MessageBody.of(answer).parts())
        .extracting(Object::toString)
        .containsExactly("{\"type\":\"text\",\"text\":\"\"}");
  }

  @Test
  void hasFiveCountsOfTokensAndWhoCountedThem() {
    MessageBody body =
        MessageBody.of(
            answer
                .ended("One", MessageStatus.COMPLETED)
                .withBill(FinishReason.STOP, new TokenUsage(10, 4, 2, 5, 3)));

    assertThat(body.usage()).isEqualTo(new MessageBody.UsageBody(10, 4, 2, 5, 3, "provider"));
  }
}
