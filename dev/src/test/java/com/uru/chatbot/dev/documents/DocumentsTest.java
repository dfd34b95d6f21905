package com.uru.chatbot.dev.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents lead to what exists. */
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
