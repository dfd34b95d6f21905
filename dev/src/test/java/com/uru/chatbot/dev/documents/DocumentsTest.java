package com.uru.chatbot.dev.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.db.ExitCode;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents lead to what exists, and name what can be seen. */
class DocumentsTest {
  @Test
  void relativeLinksLeadToFilesAndHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    for (MarkdownFile file : MarkdownFile.all()) {
      for (String link : file.links()) {
        if (!link.contains("://") && !link.startsWith("mailto:") && !leadsSomewhere(file, link)) {
          broken.add(file + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyProblemCodeHasARowInTroubleshooting() throws IOException {
    List<String> rows =
        Stream.of(ProblemCode.values())
            .map(code -> "| `" + code.code() + "` | " + code.status() + " |")
            .toList();

    assertThat(troubleshooting()).contains(rows);
  }

  @Test
  void everyExitCodeHasARowInTroubleshooting() throws Exception {
    List<Integer> codes = new ArrayList<>();
    for (Field field : ExitCode.class.getFields()) {
      codes.add(field.getInt(null));
    }
    String script = Files.readString(MarkdownFile.ROOT.resolve("deploy/payara/start.sh"));
    Matcher constant = Pattern.compile("(?m)^readonly [A-Z_]+=([0-9]+)").matcher(script);
    constant.results().map(found -> Integer.valueOf(found.group(1))).forEach(codes::add);

    assertThat(codes).contains(ExitCode.OK, ExitCode.MISCONFIGURED, 71, 75);
    assertThat(troubleshooting())
        .contains(codes.stream().map(code -> "\n| " + code + " |").toList());
  }

  private static String troubleshooting() throws IOException {
    return Files.readString(MarkdownFile.ROOT.resolve("docs/troubleshooting.md"));
  }

  private static boolean leadsSomewhere(MarkdownFile file, String link) throws IOException {
    URI target = file.path().toUri().resolve(link);
    Path path = target.getPath().isEmpty() ? file.path() : Path.of(target.getPath());
    if (!Files.exists(path)) {
      return false;
    }
    String anchor = target.getFragment();
    return anchor == null || MarkdownFile.read(path).anchors().contains(anchor);
  }
}
