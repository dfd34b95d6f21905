package com.uru.chatbot.dev.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The table of metrics in {@code docs/operations.md}. */
public final class MetricsTable {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("uru.root", "..")).resolve("docs/operations.md");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(uru_\\w+)` \\| (counter|gauge|histogram) \\|");

  private MetricsTable() {}

  /** Returns the type of each metric by its name, in the order of the names. */
  public static Map<String, String> types() throws IOException {
    Map<String, String> types = new TreeMap<>();
    ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .forEach(row -> types.put(row.group(1), row.group(2)));
    return types;
  }
}
