package com.uru.chatbot.dev.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.uru.chatbot.dev.system.UruSystem;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the Playwright journeys of {@code ui/e2e} in the machine's Chromium against the running
 * system. Without a Chromium the test is skipped, or fails where {@code -De2e=required} was given.
 */
public final class Journeys {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final long LIMIT_MINUTES = 15;
  private static final int FAILURE_LINES = 60;

  private Journeys() {}

  /**
   * Runs a script of {@code ui/package.json} and fails if a journey fails.
   *
   * @param environment what the journeys have to know beside the addresses of the system
   */
  public static void run(UruSystem system, String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Process journeys = start(system, script, environment);
    List<String> output = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> passedOn = CompletableFuture.runAsync(() -> passOn(journeys, output));
    boolean ended = journeys.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      journeys.descendants().forEach(ProcessHandle::destroyForcibly);
      journeys.destroyForcibly();
    }
    passedOn.join();

    assertThat(ended).as("the journeys ended within %d minutes", LIMIT_MINUTES).isTrue();
    assertThat(journeys.exitValue())
        .as(() -> "exit status of the journeys" + failures(output))
        .isZero();
  }

  private static Process start(UruSystem system, String script, Map<String, String> environment)
      throws IOException {
    Path chromium = findChromium().orElseGet(Journeys::noChromium);
    ProcessBuilder builder =
        new ProcessBuilder("npm", "run", "--silent", script)
            .directory(system.root().resolve("ui").toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("URU_CHROMIUM", chromium.toString());
    builder.environment().put("URU_URL", system.url());
    builder.environment().put("URU_PRACTICE_URL", system.upstreamUrl());
    builder.environment().put("URU_ADMIN_EMAIL", UruSystem.ADMINISTRATOR);
    builder.environment().put("URU_ADMIN_PASSWORD", UruSystem.PASSWORD);
    return builder.start();
  }

  /** The part of Playwright's output that begins with the first failure, which it calls "1)". */
  private static String failures(List<String> output) {
    return output.stream()
        .dropWhile(line -> !line.strip().startsWith("1) "))
        .limit(FAILURE_LINES)
        .collect(Collectors.joining("\n", "\n", ""));
  }

  private static void passOn(Process process, List<String> output) {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      lines.lines().peek(output::add).forEach(System.out::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> findChromium() {
    String chosen = System.getenv("URU_CHROMIUM");
    Stream<Path> candidates =
        chosen != null
            ? Stream.of(Path.of(chosen))
            : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)));
    return candidates.filter(Files::isExecutable).findFirst();
  }

  private static Path noChromium() {
    String line =
        "No Chromium or Chrome on the PATH or in URU_CHROMIUM: the browser journeys are skipped.";
    if ("required".equals(System.getProperty("e2e"))) {
      throw new AssertionError(line.replace("are skipped", "cannot run (-De2e=required)"));
    }
    System.out.println(line);
    return abort(line);
  }
}
