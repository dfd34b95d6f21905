package com.uru.chatbot.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatchFieldTest {
  @Test
  void keepsWhatItDoesNotMention() {
    assertThat(PatchField.<String>absent().orKeepNullable("old")).isEqualTo("old");
  }

  @Test
  void replacesWhatItMentions() {
    assertThat(PatchField.of("new").orKeepNullable("old")).isEqualTo("new");
  }

  @Test
  void clearsWhatIsSetToNull() {
    assertThat(PatchField.<String>of(null).orKeepNullable("old")).isNull();
  }
}
