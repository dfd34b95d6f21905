package com.uru.chatbot.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "Bread and butter=Bread and butter",
        "Überraschung 寿司=Überraschung 寿司",
        "a/b\\c:d*e?f\"g<h>i|j=a b c d e f g h i j",
        "../../etc/passwd=etc passwd",
        "ends with dots...=ends with dots",
        "aux=_aux",
        "COM1.txt=_COM1.txt",
        "aux and others=aux and others",
        "???=Conversation",
      })
  void keepsWhatEveryFileSystemTakes(String title, String name) {
    assertThat(ExportFileName.of(title)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \t ", "\u0000\u0007", "\u202e", "..."})
  void namesWhatHasNoNameThatCanBeSeen(String title) {
    assertThat(ExportFileName.of(title)).isEqualTo("Conversation");
  }

  @Test
  void leavesRoomForTheExtensionInTheLongestScript() {
    String name = ExportFileName.of("𠮷".repeat(200));

    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(240);
  }

  @Test
  void numbersNamesThatAreTheSameOnSomeSystem() {
    ExportFileName.Unique names = new ExportFileName.Unique();

    assertThat(names.of("Bread")).isEqualTo("Bread");
    assertThat(names.of("bread")).isEqualTo("bread (2)");
    assertThat(names.of("Bread")).isEqualTo("Bread (3)");
    assertThat(names.of("Butter")).isEqualTo("Butter");
  }
}
