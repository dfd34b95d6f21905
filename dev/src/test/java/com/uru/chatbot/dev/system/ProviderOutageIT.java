package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody meets while the provider is down, and what one user's trouble is to others. */
@ExtendWith(UruSystemExtension.class)
class ProviderOutageIT {
  /** More calls than the breaker looks at. */
  private static final int MANY = 25;

  private final UruSystem uru;
  private UruClient user;

  ProviderOutageIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
    Eventually.within(Duration.ofSeconds(10), "an answer", this::isAnswered);
  }

  @Test
  void asksNothingOfAProviderThatKeepsFailingUntilItHasRecovered() {
    Eventually.within(
        Duration.ofSeconds(20),
        "the breaker to open",
        () -> isByBreaker(user.refusal(question(), PracticeFault._500.key())));

    String key = freshKey();
    JsonObject problem = user.refusal(question(), key);

    assertThat(problem.getString("code")).isEqualTo("provider_unavailable");
    assertThat(problem.getString("action")).isNotBlank();
    assertThat(uru.upstreamRequests(key)).isEmpty();
    assertThat(uru.metrics()).containsPattern("uru_openai_breaker_open\\S* 1");
    Eventually.within(Duration.ofSeconds(10), "an answer", this::isAnswered);
    assertThat(uru.metrics())
        .containsPattern("uru_openai_breaker_open\\S* 0")
        .containsPattern("ft_circuitbreaker_opened_total\\{\\S*UpstreamGuard.pass\\S*} [1-9]")
        .contains("ft_bulkhead_executionsRunning{");
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_KEY", "NO_QUOTA", "RATE_LIMITED", "CONTENT_REFUSED"})
  void letsOthersAskWhateverTroubleOneUserHas(PracticeFault trouble) {
    for (int i = 0; i < MANY; i++) {
      assertThat(isByBreaker(user.refusal(question(), trouble.key()))).isFalse();
    }

    assertThat(isAnswered()).isTrue();
  }

  private boolean isAnswered() {
    Answer answer = user.askRefused(question(), freshKey());
    return answer.body().contains("event: completed");
  }

  private static boolean isByBreaker(JsonObject problem) {
    return problem.getString("detail").contains("time to recover");
  }

  private Question question() {
    return Question.first(user.newConversation("gpt-4o"), "Hello", "gpt-4o");
  }

  private static String freshKey() {
    return PracticeFault.FAST.key(UUID.randomUUID().toString());
  }
}
