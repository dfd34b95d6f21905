package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.browser.Journeys;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A conversation of gpt-4o on the day after OpenAI has shut that model down. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ShutdownOfAModelIT {
  private static final Instant DAY_AFTER = Instant.parse("2027-01-15T10:00:00Z");

  private final UruSystem uru;

  ShutdownOfAModelIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterAll
  void setTheClockRight() {
    uru.killServer();
    uru.startServer();
  }

  @Test
  void goesOnWithTheSuccessorInOneClick() throws Exception {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    Question question = Question.first(conversation, "Why is the sky blue?", "gpt-4o");
    assertThat(user.ask(question, PracticeFault.FAST.key()).awaitLast().name())
        .isEqualTo("completed");

    Map<String, String> clock = OtherClock.ahead(Duration.between(Instant.now(), DAY_AFTER));
    uru.killServer();
    uru.startServer(clock);

    Map<String, String> environment = new HashMap<>(clock);
    environment.put("URU_EMAIL", user.email());
    environment.put("URU_PASSWORD", UruSystem.PASSWORD);
    environment.put("URU_CONVERSATION", conversation);
    Journeys.run(uru, "e2e:shutdown", environment);
  }
}
