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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the commands of documents with bash, curl, jq and Node against the server. Where one of
 * these is missing the test is skipped, or fails with {@code -De2e=required}.
 */
@ExtendWith(UruSystemExtension.class)
class DocumentCommandsIT {
  private static final List<String> PROGRAMS = List.of("bash", "curl", "jq", "node");

  private final UruSystem uru;

  DocumentCommandsIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void commandsOfTheGuideDoWhatItSays(@TempDir Path folder) throws Exception {
    requirePrograms();
    UruClient user = uru.newUser();

    new DocumentCommands(document("docs/api-guide.md"), folder)
        .run(
            Map.of(
                "URU", uru.issuer(),
                "EMAIL", user.email(),
                "PASSWORD", UruSystem.PASSWORD,
                "OPENAI_API_KEY", PracticeFault.NONE.key("guide")));
  }

  @Test
  void onlyTheVariablesOfTheGuideAreNotRun() throws IOException {
    assertThat(document("docs/api-guide.md").blocks())
        .filteredOn(block -> block.info().startsWith("bash") && !block.info().equals("bash run"))
        .extracting(Block::text)
        .singleElement()
        .asString()
        .contains("export URU=");
  }

  /** As the administrator of a tenant of its own: the commands change settings. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/administration.md", "docs/export-and-import.md"})
  void commandsOfOtherPagesSucceed(String document, @TempDir Path folder) throws Exception {
    requirePrograms();
    UruClient administrator = uru.newUserOfAnotherTenant("admin");

    new DocumentCommands(document(document), folder)
        .run(Map.of("URU", uru.issuer(), "TOKEN", administrator.token()));
  }

  private MarkdownFile document(String path) throws IOException {
    return MarkdownFile.read(uru.root().resolve(path));
  }

  private static void requirePrograms() {
    List<String> missing = PROGRAMS.stream().filter(program -> !isInstalled(program)).toList();
    String line = "Commands of documents are not run without " + missing + ".";
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
