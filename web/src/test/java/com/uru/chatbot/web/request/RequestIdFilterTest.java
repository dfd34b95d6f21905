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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be"
      })
  void takesTheTraceIdOfATraceparent(String traceparent) {
    assertThat(RequestIdFilter.traceIdOf(traceparent))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void takesNoTraceIdFromAnythingElse(String traceparent) {
    assertThat(RequestIdFilter.traceIdOf(traceparent)).isNull();
  }
}
