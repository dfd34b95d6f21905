package com.uru.chatbot.web.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.web.json.RecordWriter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
  private final Message answer =
      Message.ofAssistant(
          UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "gpt-4o", Instant.EPOCH);

  private static JsonObject json(Message message) {
    try (JsonReader reader =
        Json.createReader(new StringReader(RecordWriter.toJson(MessageBody.of(message))))) {
      return reader.readObject();
    }
  }

  @Test
  void hasEachPartInTheFormOfItsType() {
    JsonObject body =
        json(
            answer.ended(
                List.of(new MessagePart.Reasoning("Hm", 12), new MessagePart.Text("One")),
                MessageStatus.COMPLETED));

    assertThat(body.getJsonArray("parts").toString())
        .isEqualTo(
            "[{\"seconds\":12,\"summary\":\"Hm\",\"type\":\"reasoning\"},"
                + "{\"text\":\"One\",\"type\":\"text\"}]");
    assertThat(body.getString("text")).isEqualTo("One");
  }

  @Test
  void hasOneEmptyTextWhileNothingHasCome() {
    assertThat(json(answer).getJsonArray("parts").toString())
        .isEqualTo("[{\"text\":\"\",\"type\":\"text\"}]");
  }

  @Test
  void hasFiveCountsOfTokensAndWhoCountedThem() {
    JsonObject body =
        json(
            answer
                .ended("One", MessageStatus.COMPLETED)
                .withBill(FinishReason.STOP, new TokenUsage(10, 4, 2, 5, 3)));

    assertThat(body.getJsonObject("usage").toString())
        .isEqualTo(
            "{\"cacheWriteTokens\":2,\"cachedTokens\":4,\"completionTokens\":5,"
                + "\"promptTokens\":10,\"reasoningTokens\":3,\"reportedBy\":\"provider\"}");
  }
}
