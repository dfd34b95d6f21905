package com.uru.chatbot.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueStringTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Grüße-aus-Köln-é",
        "Việt Nam ễ ộ",
        "ᾇ ώ ΐ",
        "한국어 비밀번호",
        "パスワード ガギグ",
        "क़ ਲ਼",
        "Å Ω K",
        "é\uD834\uDD1E"
      })
  void givesOneFormWhateverFormAKeyboardSends(String password) {
    String prepared = prepare(password);

    assertThat(prepared).isEqualTo(Normalizer.normalize(password, Normalizer.Form.NFC));
    assertThat(prepare(Normalizer.normalize(password, Normalizer.Form.NFD))).isEqualTo(prepared);
    assertThat(prepare(Normalizer.normalize(password, Normalizer.Form.NFC))).isEqualTo(prepared);
    assertThat(prepare(prepared)).isEqualTo(prepared);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00A0", "\u1680", "\u2000", "\u2007", "\u2009", "\u202F", "\u205F", "\u3000"})
  void takesEverySpaceForTheSame(String space) {
    assertThat(prepare("correct" + space + "horse")).isEqualTo("correct horse");
  }

  @ParameterizedTest
  @CsvSource({"Correct,correct", "ＡＢ,AB", "²,2", "ﬁ,fi", "ß,ss", "ı,i"})
  void keepsCaseWidthAndOtherDifferences(String one, String other) {
    assertThat(prepare(one)).isEqualTo(one).isNotEqualTo(prepare(other));
  }

  @Test
  void changesNoArrayOfTheCaller() {
    char[] password = "a\u00A0é".toCharArray();

    OpaqueString.prepare(password);

    assertThat(password).isEqualTo("a\u00A0é".toCharArray());
  }

  private static String prepare(String password) {
    return new String(OpaqueString.prepare(password.toCharArray()));
  }
}
