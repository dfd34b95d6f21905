package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The release before this one, built from the history of this repository: the newest tag, and the
 * commit in {@code dev/previous-release} as long as there is none. Without the history the test is
 * skipped, or fails where {@code -Dprevious=required} was given. Its pages are left out, because
 * they do not reach the database.
 */
final class PreviousRelease {
  private static final Path ROOT = ServerEnvironment.ROOT;
  private static final long LIMIT_MINUTES = 10;

  private PreviousRelease() {}

  /** Returns the folder of the built project; the next test run finds it there. */
  static Path build() throws IOException, InterruptedException {
    String commit = commit();
    Path project = ROOT.resolve("dev/target/previous-release").resolve(commit);
    Path built = project.resolve("built");
    if (!Files.exists(built)) {
      StateFolders.anew(project);
      Path sources = project.resolve("sources.tar");
      run(ROOT, project, "git", "archive", "--format=tar", "--output=" + sources, commit);
      run(project, project, "tar", "-xf", sources.toString());
      Files.createDirectories(project.resolve("ui/dist"));
      Files.writeString(project.resolve("ui/dist/index.html"), "<!doctype html>");
      run(
          project,
          project,
          "mvn",
          "-B",
          "-q",
          "-pl",
          "web",
          "-am",
          "-Dmaven.test.skip=true",
          "-Dspotless.check.skip=true",
          "-Dui.checks.skip=true",
          "-Dexec.skip=true",
          "package");
      Files.createFile(built);
    }
    return project;
  }

  private static String commit() throws IOException, InterruptedException {
    Optional<String> tag =
        output("git", "describe", "--tags", "--abbrev=0", "--match=v[0-9]*", "HEAD~1");
    String name =
        tag.isPresent() ? tag.get() : Files.readString(ROOT.resolve("dev/previous-release"));
    return output("git", "rev-parse", "--verify", name.strip() + "^{commit}")
        .orElseGet(PreviousRelease::noHistory);
  }

  private static String noHistory() {
    String line = "No git history with the release before: the upgrade is not tried.";
    if ("required".equals(System.getProperty("previous"))) {
      throw new AssertionError(line + " It has to be (-Dprevious=required).");
    }
    System.out.println(line);
    return abort(line);
  }

  /** What a command says; empty if it fails or is not there. */
  private static Optional<String> output(String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
  }

  private static void run(Path folder, Path logs, String... command)
      throws IOException, InterruptedException {
    Path log = logs.resolve(command[0] + ".log");
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("ends, see %s", log).isTrue();
      assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
