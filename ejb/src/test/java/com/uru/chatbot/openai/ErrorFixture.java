package com.uru.chatbot.openai;

import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the provider, or of what stands between it and us, as it comes over the wire, and
 * what is to become of it. The files in {@code errors/} begin with the expectations, one a line
 * after {@code #}; the rest is sent as it is.
 *
 * @param problem the code of the problem that the user is told
 * @param members members of the problem, from lines {@code # member: name=value}
 * @param says what title, detail and action say, in any case of letters, from lines {@code # says:}
 * @param calls how often the provider is asked
 * @param faults how many of these calls count against the provider
 * @param retryAfter what the user is told about when to try again
 * @param text what of an answer has come before the error
 * @param ending what the provider does when it has sent everything
 * @param head status line and headers, empty if it sends none
 */
record ErrorFixture(
    String name,
    ProblemCode problem,
    Map<String, String> members,
    List<String> says,
    int calls,
    int faults,
    @Nullable Duration retryAfter,
    String text,
    Ending ending,
    String head,
    String body) {
  enum Ending {
    CLOSE,
    SILENCE,
    RESET
  }

  static Stream<ErrorFixture> all() {
    URL folder = Objects.requireNonNull(ErrorFixture.class.getResource("errors"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().map(ErrorFixture::read).toList().stream();
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static ErrorFixture read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      Map<String, String> expected = new HashMap<>();
      Map<String, String> members = new HashMap<>();
      List<String> says = new ArrayList<>();
      int first = 0;
      while (first < lines.size() && lines.get(first).startsWith("# ")) {
        String[] pair = lines.get(first).substring(2).split(": ", 2);
        switch (pair[0]) {
          case "member" -> {
            String[] member = pair[1].split("=", 2);
            members.put(member[0], member[1]);
          }
          case "says" -> says.add(pair[1]);
          default -> expected.put(pair[0], pair[1]);
        }
        first++;
      }
      List<String> message = lines.subList(first, lines.size());
      int end = message.indexOf("");
      String head = end < 0 ? "" : String.join("\r\n", message.subList(0, end)) + "\r\n\r\n";
      String body = end < 0 ? "" : String.join("\n", message.subList(end + 1, message.size()));
      String retryAfter = expected.get("retryAfterMillis");
      return new ErrorFixture(
          file.getFileName().toString(),
          ProblemCode.valueOf(expected.getOrDefault("problem", "")),
          members,
          says,
          Integer.parseInt(expected.getOrDefault("calls", "")),
          Integer.parseInt(expected.getOrDefault("faults", "0")),
          retryAfter == null ? null : Duration.ofMillis(Long.parseLong(retryAfter)),
          expected.getOrDefault("text", ""),
          Ending.valueOf(expected.getOrDefault("then", "close").toUpperCase(Locale.ROOT)),
          head,
          body);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  void play(Connection connection) throws IOException {
    connection.send(head + body + (body.isEmpty() ? "" : "\n\n"));
    switch (ending) {
      case CLOSE -> {
        // The server closes after the script.
      }
      case SILENCE -> connection.awaitClientGone();
      case RESET -> connection.reset();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
