package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningEffortsTest {
  @ParameterizedTest
  @CsvSource({
    "none, low",
    "minimal, low",
    "low, low",
    "medium, low",
    "high, high",
    "xhigh, high",
    "max, high",
  })
  void findsTheClosestEffortThatTheModelHas(String wanted, String closest) {
    assertThat(ReasoningEfforts.closest(List.of("low", "high"), wanted)).isEqualTo(closest);
  }

  @Test
  void findsNoneWhereThereIsNoChoiceOrNoWish() {
    assertThat(ReasoningEfforts.closest(List.of(), "low")).isNull();
    assertThat(ReasoningEfforts.closest(List.of("low"), null)).isNull();
    assertThat(ReasoningEfforts.closest(List.of("low"), "enormous")).isNull();
  }
}
