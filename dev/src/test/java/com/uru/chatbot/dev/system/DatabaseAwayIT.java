package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UruSystemExtension.class)
class DatabaseAwayIT {
  private final UruSystem uru;

  DatabaseAwayIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void saysSoAndComesBackByItself() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    uru.stopDatabase();
    try {
      Instant asked = Instant.now();
      Answer answer = user.get("/conversations/" + conversation);

      answer.expectProblem(503, "service_unavailable");
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
      user.get("/health/live").expect(200);
      user.get("/health/ready").expect(503);
    } finally {
      uru.startDatabase();
      uru.awaitServer();
    }
    user.get("/conversations/" + conversation).expect(200);
  }
}
