package com.uru.chatbot.identity.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PunycodeTest {
  /** RFC 3492, section 7.1; in lower case, since case is no matter of ours. */
  @ParameterizedTest
  @CsvSource({
    "ليهمابتكلموشعربي؟, egbpdaj6bu4bxfgehfvwxn",
    "他们为什么不说中文, ihqwcrb4cv8a8dqg056pqjye",
    "pročprostěnemluvíčesky, proprostnemluvesky-uyb24dma41a",
    "なぜみんな日本語を話してくれないのか, n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
    "почемужеонинеговорятпорусски, b1abfaaepdrnnbgefbadotcwatmq2g4l",
    "3年b組金八先生, 3b-ww4c5e180e575a65lsy2b",
    "bücher, bcher-kva",
    "💩, ls8h"
  })
  void encodesAndDecodes(String label, String encoded) {
    assertThat(Punycode.encode(label)).isEqualTo(encoded);
    assertThat(Punycode.decode(encoded)).contains(label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a!", "zz_", "99999999", "a-b-9999999999999999999999", "bcher-kva!", "ib9b66ea"})
  void decodesNothingElse(String encoded) {
    assertThat(Punycode.decode(encoded)).isEmpty();
  }
}
