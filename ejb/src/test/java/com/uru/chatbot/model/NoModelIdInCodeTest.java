package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is known about single models is data: no compiled class names one. */
class NoModelIdInCodeTest {
  private static final Path CLASSES = Path.of("target", "classes", "com");
  private static final Pattern MODEL_ID =
      Pattern.compile("gpt-[0-9]|\\bo[134](-mini|-pro|-preview)\\b");

  @Test
  void namesNoModelInACompiledClass() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();

      assertThat(classes).hasSizeGreaterThan(100);
      assertThat(classes).noneMatch(NoModelIdInCodeTest::namesAModel);
    }
  }

  private static boolean namesAModel(Path file) {
    try {
      return MODEL_ID
          .matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
