package com.uru.chatbot.dev.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.dev.documents.MarkdownFile.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the commands of a document in their order, in one shell, and compares what they print with
 * what the document says. The words behind the opening fence of a block say what it is:
 *
 * <ul>
 *   <li>{@code bash run}: commands; they stop at the first one that fails
 *   <li>{@code json output}, {@code text output}: what the commands before it print, with {@code …}
 *       for any characters within a line
 *   <li>{@code js file=NAME}, with any language: a file that the commands use
 * </ul>
 */
public final class DocumentCommands {
  private static final String ELLIPSIS = "…";
  private static final String FILE = " file=";

  private final MarkdownFile document;
  private final Path folder;

  /**
   * Commands that have not run.
   *
   * @param folder an empty folder to run them in
   */
  public DocumentCommands(MarkdownFile document, Path folder) {
    this.document = document;
    this.folder = folder;
  }

  /**
   * Runs all of them.
   *
   * @param environment variables beside those of this process
   * @throws AssertionError if one fails, prints something else than the document says, or does not
   *     end within three minutes
   */
  public void run(Map<String, String> environment) throws IOException, InterruptedException {
    Path script = folder.resolve("commands.sh");
    Path errors = folder.resolve("errors.txt");
    Files.writeString(script, script());
    ProcessBuilder bash =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(errors.toFile());
    bash.environment().putAll(environment);
    Process process = bash.start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(failure(ended, Files.readString(errors)));
    }
    compareOutputs();
  }

  private String script() throws IOException {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Block block : document.blocks()) {
      int name = block.info().indexOf(FILE);
      if (name >= 0) {
        Path file = folder.resolve(block.info().substring(name + FILE.length()));
        Files.writeString(file, block.text());
      } else if (isCommand(block)) {
        script.append("{\n").append(block.text()).append("} > ").append(output(block)).append('\n');
      }
    }
    return script.toString();
  }

  private String failure(boolean ended, String errors) throws IOException {
    Block last = null;
    for (Block block : document.blocks()) {
      if (isCommand(block) && Files.exists(output(block))) {
        last = block;
      }
    }
    String where = last == null ? "" : " at line " + last.line();
    String printed = last == null ? "" : Files.readString(output(last), UTF_8);
    return document + where + (ended ? " failed: " : " did not end: ") + errors + printed;
  }

  private void compareOutputs() throws IOException {
    List<String> different = new ArrayList<>();
    Block command = null;
    for (Block block : document.blocks()) {
      if (isCommand(block)) {
        command = block;
      } else if (command != null && block.info().endsWith(" output")) {
        String printed = Files.readString(output(command), UTF_8).replace("\r", "");
        if (!pattern(block.text()).matcher(printed).matches()) {
          different.add(document + " at line " + block.line() + " prints\n" + printed);
        }
      }
    }
    if (!different.isEmpty()) {
      throw new AssertionError(String.join("\n", different));
    }
  }

  private static boolean isCommand(Block block) {
    return block.info().equals("bash run");
  }

  private Path output(Block block) {
    return folder.resolve("line-" + block.line() + ".out").toAbsolutePath();
  }

  private static Pattern pattern(String expected) {
    return Pattern.compile(
        Pattern.compile(ELLIPSIS)
            .splitAsStream(expected + ELLIPSIS)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
