package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody meets while the provider fails, and what one user's trouble is to others. */
@ExtendWith(UruSystemExtension.class)
class ProviderOutageIT {
  /** More calls than the breaker looks at. */
  private static final int MANY = 25;

  private static final String MODEL = "gpt-4o";
  private static final Pattern OPEN_BREAKERS =
      Pattern.compile("uru_openai_breaker_open\\S* ([0-9.]+)");

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
  void asksNothingOfAModelThatKeepsFailingUntilItHasRecovered() {
    List<UruClient> users = List.of(uru.newUser(), uru.newUser(), uru.newUser());
    Eventually.within(
        Duration.ofSeconds(20), "the breaker to open", () -> isLastRejectedByBreaker(users));

    String key = freshKey();
    JsonObject problem = user.refusal(question(user), key);

    assertThat(problem.getString("code")).isEqualTo("provider_unavailable");
    assertThat(problem.getString("action")).isNotBlank();
    assertThat(uru.upstreamRequests(key)).isEmpty();
    assertThat(openBreakers()).isEqualTo(1);
    assertThat(answerOf("gpt-4o-mini")).contains("event: completed");
    Eventually.within(
        Duration.ofSeconds(10), "the breaker to close", () -> isAnswered() && openBreakers() == 0);
    assertThat(uru.metrics()).contains("ft_bulkhead_executionsRunning{", "uru_openai_calls_failed");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INVALID_KEY", "NO_QUOTA", "RATE_LIMITED", "CONTENT_REFUSED", "_500", "_503"})
  void letsOthersAskWhateverTroubleOneUserHas(PracticeFault trouble) {
    for (int i = 0; i < MANY; i++) {
      assertThat(isByBreaker(user.refusal(question(user), trouble.key()))).isFalse();
    }

    user = uru.newUser();
    assertThat(isAnswered()).isTrue();
  }

  /** Lets the provider fail for all of these users; returns whether the last was not asked for. */
  private static boolean isLastRejectedByBreaker(List<UruClient> users) {
    boolean rejected = false;
    for (UruClient one : users) {
      rejected = isByBreaker(one.refusal(question(one), PracticeFault._500.key()));
    }
    return rejected;
  }

  private boolean isAnswered() {
    return answerOf(MODEL).contains("event: completed");
  }

  private String answerOf(String model) {
    Question question = Question.first(user.newConversation(model), "Hello", model);
    return user.askRefused(question, freshKey()).body();
  }

  private int openBreakers() {
    Matcher gauge = OPEN_BREAKERS.matcher(uru.metrics());
    assertThat(gauge.find()).isTrue();
    return (int) Double.parseDouble(gauge.group(1));
  }

  private static boolean isByBreaker(JsonObject problem) {
    return problem.getString("detail").contains("time to recover");
  }

  private static Question question(UruClient user) {
    return Question.first(user.newConversation(MODEL), "Hello", MODEL);
  }

  private static String freshKey() {
    return PracticeFault.FAST.key(UUID.randomUUID().toString());
  }
}
