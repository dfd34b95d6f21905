package com.uru.chatbot.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTextTest {
  @ParameterizedTest
  @CsvSource({
    "Ada, Ada",
    "'  Ada   Lovelace ', Ada Lovelace",
    "'\u00A0Ada\u3000\u2003Lovelace\u202F', Ada Lovelace",
    "Jose\u0301, José",
    "أحمد, أحمد",
    "محمد\u200F!, محمد\u200F!",
    "नमस्ते, नमस्ते",
    "می\u200Cخواهم, می\u200Cخواهم",
    "\uD83D\uDC69\u200D\uD83C\uDF73, \uD83D\uDC69\u200D\uD83C\uDF73",
    "❤\uFE0F, ❤\uFE0F",
    "x² + ½, x² + ½",
    "ﬁ Ａ, ﬁ Ａ",
    "-, -",
    "\u180E7, \u180E7"
  })
  void preparesAName(String typed, String name) {
    assertThat(NameText.prepare(typed, "title", 200)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00A0\u3000\u2003",
        "\u200B",
        "\u200B\u200C\u200D\u2060\uFEFF",
        "\u00AD",
        "\u200E\u200F\u061C",
        "\u3164",
        "\u115F\u1160",
        "\uFFA0 \uFFA0",
        "\u2800",
        "\u034F",
        "\uFE0F",
        "\u180B\u180E",
        "\u0301",
        "\u17B4",
        "\uDB40\uDC41\uDB40\uDC7F",
        "\uDB40\uDD00",
        "\uD834\uDD59"
      })
  void refusesANameThatNobodySees(String typed) {
    assertThatThrownBy(() -> NameText.prepare(typed, "displayName", 200))
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("visible");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada\nLovelace",
        "Ada\t",
        "Ada\u0007",
        "Ada\u007F",
        "Ada\u0085",
        "Ada\u009B",
        "\u202Eeva",
        "a\u202Ab",
        "a\u202Bb\u202C",
        "a\u202Db",
        "a\u2066b",
        "a\u2067b\u2069",
        "a\u206Ab",
        "a\u2028b",
        "a\u2029b",
        "a\uFFF9b"
      })
  void refusesControlsAndTurnsOfDirection(String typed) {
    assertThatThrownBy(() -> NameText.prepare(typed, "displayName", 200))
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("direction");
  }

  @Test
  void countsThePreparedName() {
    assertThat(NameText.prepare("e\u0301".repeat(200) + " ", "title", 200)).hasSize(200);
    assertThatThrownBy(() -> NameText.prepare("a".repeat(201), "title", 200))
        .hasMessageContaining("200");
  }
}
