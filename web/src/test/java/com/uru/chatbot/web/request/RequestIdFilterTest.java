package com.uru.chatbot.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdFilterTest {
  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Test
  void keepsASaneIdOfTheProxy() {
    assertThat(RequestIdFilter.idOf("edge-1.2026_0042")).isEqualTo("edge-1.2026_0042");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "short", "has space", "line\nbreak", "<script>alert(1)</script>"})
  void makesItsOwnIdOtherwise(String sent) {
    assertThat(RequestIdFilter.idOf(sent)).matches(UUID_FORM);
    assertThat(RequestIdFilter.idOf("x".repeat(65))).matches(UUID_FORM);
  }
}
