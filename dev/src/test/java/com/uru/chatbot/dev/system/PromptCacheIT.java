package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A long conversation is billed as the provider's rules of prompt caching allow. */
@ExtendWith(UruSystemExtension.class)
class PromptCacheIT {
  private static final int TURNS = 30;
  private static final String SOL = "gpt-6.2-sol";
  private static final String LUNA = "gpt-6-luna";

  /** Longer than the 1,024 tokens from which prompts are cached. */
  private static final String PROMPT = "Answer briefly and name your sources. ".repeat(200);

  private final UruSystem uru;
  private final String key = PracticeFault.FAST.key(UUID.randomUUID().toString());
  private UruClient user;
  private String conversation = "";

  PromptCacheIT(UruSystem uru) {
    this.uru = uru;
    this.user = uru.visitor();
  }

  @Test
  void readsFromTheCacheWhatTheRulesAllowThroughEditsSwitchesAndAChangedPrompt() {
    user = uru.newUser();
    conversation = user.newConversation(SOL);
    patchPrompt(PROMPT);
    UruClient practice = new UruClient(uru.upstreamUrl());
    practice.delete("/__practice/meter");

    String head = null;
    for (int turn = 1; turn <= TURNS; turn++) {
      if (turn == 12) {
        patchPrompt(PROMPT + "Write in British English.");
      }
      Question question = Question.after(conversation, head, "Question " + turn, modelOf(turn));
      complete(question);
      if (turn % 7 == 0) {
        regenerate(question);
      }
      if (turn % 10 == 0) {
        Question edited = Question.after(conversation, head, "Edited " + turn, modelOf(turn));
        complete(edited);
        question = edited;
      }
      head = question.assistantMessageId();
    }

    JsonObject meter = practice.get("/__practice/meter").expect(200).json();
    long cached = sum(meter, "cached");
    long cacheable = sum(meter, "cacheable");
    assertThat(cacheable).as(meter.toString()).isGreaterThan(TURNS * 1_000L);
    assertThat((double) cached / cacheable).as(meter.toString()).isGreaterThanOrEqualTo(0.95);
  }

  /** Two switches: to another model in the middle, and back. */
  private static String modelOf(int turn) {
    return turn > 15 && turn <= 20 ? LUNA : SOL;
  }

  private void patchPrompt(String prompt) {
    user.patch(
            "/conversations/" + conversation,
            Json.createObjectBuilder().add("systemPrompt", prompt).build())
        .expect(200);
  }

  private void complete(Question question) {
    assertThat(user.ask(question, key).awaitLast().name()).isEqualTo("completed");
  }

  private void regenerate(Question question) {
    JsonObject again =
        Json.createObjectBuilder()
            .add("id", UUID.randomUUID().toString())
            .add("parentId", question.messageId())
            .add("assistantMessageId", UUID.randomUUID().toString())
            .add("model", question.model())
            .build();
    String events =
        user.send(
                "POST",
                "/conversations/" + conversation + "/generations",
                again.toString(),
                Map.of("Uru-Provider-Key", key, "Accept", "text/event-stream"))
            .expect(200)
            .body();
    assertThat(events).contains("event: completed");
  }

  private static long sum(JsonObject meter, String count) {
    return meter.getJsonObject("models").values().stream()
        .mapToLong(totals -> totals.asJsonObject().getJsonNumber(count).longValue())
        .sum();
  }
}
