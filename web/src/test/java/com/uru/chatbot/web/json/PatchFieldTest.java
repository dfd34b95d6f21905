package com.uru.chatbot.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatchFieldTest {
  @Test
  void keepsWhatItDoesNotMention() {
    assertThat(PatchField.<String>absent().orKeep("old")).isEqualTo("old");
    assertThat(PatchField.<String>absent().orKeepNullable("old")).isEqualTo("old");
  }

  @Test
  void replacesWhatItMentions() {
    assertThat(PatchField.of("new").orKeep("old")).isEqualTo("new");
    assertThat(PatchField.of("new").orKeepNullable("old")).isEqualTo("new");
  }

  @Test
  void clearsOnlyWhatMayBeCleared() {
    assertThat(PatchField.<String>of(null).orKeep("old")).isEqualTo("old");
    assertThat(PatchField.<String>of(null).orKeepNullable("old")).isNull();
  }
}
