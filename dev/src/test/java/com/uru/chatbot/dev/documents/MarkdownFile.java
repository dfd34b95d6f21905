package com.uru.chatbot.dev.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file of this repository: its links, the anchors of its headings, its code blocks. */
public final class MarkdownFile {
  /** The project's folder. */
  public static final Path ROOT =
      Path.of(System.getProperty("uru.root", "..")).toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("^```(.*)$");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern LINK_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}_ -]");
  private static final Set<String> OTHER_FOLDERS = Set.of("node_modules", "target", ".git", ".uru");

  /**
   * A fenced code block.
   *
   * @param info what stands behind the opening fence, such as {@code bash run}
   * @param text its lines, each with a line end
   * @param line the number of the opening fence, from 1
   */
  public record Block(String info, String text, int line) {}

  private final Path path;
  private final List<String> prose = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  private MarkdownFile(Path path, List<String> lines) {
    this.path = path;
    StringBuilder code = new StringBuilder();
    String info = null;
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (info == null && fence.matches()) {
        info = fence.group(1).strip();
        begin = i + 1;
      } else if (info != null && fence.matches()) {
        blocks.add(new Block(info, code.toString(), begin));
        code.setLength(0);
        info = null;
      } else if (info != null) {
        code.append(lines.get(i)).append('\n');
      } else {
        prose.add(lines.get(i));
      }
    }
    if (info != null) {
      throw new AssertionError(path + ": the block of line " + begin + " has no end");
    }
  }

  /** Reads a file. */
  public static MarkdownFile read(Path path) throws IOException {
    return new MarkdownFile(path, Files.readAllLines(path));
  }

  /** Returns all Markdown files of the repository, without what is built or downloaded. */
  static List<MarkdownFile> all() throws IOException {
    List<MarkdownFile> files = new ArrayList<>();
    collect(ROOT, files);
    return files;
  }

  private static void collect(Path folder, List<MarkdownFile> files) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        String name = child.getFileName().toString();
        if (Files.isDirectory(child) && !OTHER_FOLDERS.contains(name)) {
          collect(child, files);
        } else if (name.endsWith(".md")) {
          files.add(read(child));
        }
      }
    }
  }

  Path path() {
    return path;
  }

  /** Returns the code blocks in their order. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** Returns the targets of its links, as they are written. */
  List<String> links() {
    return prose.stream()
        .map(line -> INLINE_CODE.matcher(line).replaceAll(""))
        .flatMap(line -> LINK.matcher(line).results().map(found -> found.group(1)))
        .toList();
  }

  /** Returns the anchors of its headings, as GitHub makes them. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor = anchor(heading.group(1));
        int times = seen.merge(anchor, 1, Integer::sum);
        anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    String text = LINK_TEXT.matcher(heading).replaceAll((MatchResult link) -> link.group(1));
    return NOT_IN_ANCHORS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("").replace(' ', '-');
  }

  @Override
  public String toString() {
    return ROOT.relativize(path).toString();
  }
}
