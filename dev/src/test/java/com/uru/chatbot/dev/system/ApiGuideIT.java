package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.documents.DocumentCommands;
import com.uru.chatbot.dev.documents.MarkdownFile;
import com.uru.chatbot.dev.documents.MarkdownFile.Block;
import com.uru.chatbot.dev.practice.PracticeFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command of {@code docs/api-guide.md} with bash, curl, jq and Node against the server.
 * Where one of them is missing the test is skipped, or fails with {@code -De2e=required}.
 */
@ExtendWith(UruSystemExtension.class)
class ApiGuideIT {
  private static final List<String> PROGRAMS = List.of("bash", "curl", "jq", "node");

  private final UruSystem uru;

  ApiGuideIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void commandsOfTheGuideDoWhatItSays(@TempDir Path folder) throws Exception {
    requirePrograms();
    UruClient user = uru.newUser();

    new DocumentCommands(guide(), folder)
        .run(
            Map.of(
                "URU", uru.issuer(),
                "EMAIL", user.email(),
                "PASSWORD", UruSystem.PASSWORD,
                "OPENAI_API_KEY", PracticeFault.NONE.key("guide")));
  }

  @Test
  void onlyTheVariablesOfTheGuideAreNotRun() throws IOException {
    assertThat(guide().blocks())
        .filteredOn(block -> block.info().startsWith("bash") && !block.info().equals("bash run"))
        .extracting(Block::text)
        .singleElement()
        .asString()
        .contains("export URU=");
  }

  private MarkdownFile guide() throws IOException {
    return MarkdownFile.read(uru.root().resolve("docs/api-guide.md"));
  }

  private static void requirePrograms() {
    List<String> missing = PROGRAMS.stream().filter(program -> !isInstalled(program)).toList();
    String line = "Commands of docs/api-guide.md are not run without " + missing + ".";
    if (!missing.isEmpty() && !"required".equals(System.getProperty("e2e"))) {
      System.out.println(line);
      Assumptions.abort(line);
    }
    assertThat(missing).as(line).isEmpty();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
  }
}
