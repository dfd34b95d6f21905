package com.uru.chatbot.importing;

import java.nio.file.Path;
import java.util.List;

/**
 * What an import of a file will do.
 *
 * @param items one for each conversation, in the order of the file; those to be imported have the
 *     status {@code IMPORTED} already
 * @param derivedIds whether all get other ids than in the file
 */
public record ImportPlan(Path file, List<ImportItem> items, boolean derivedIds) {
  public ImportPlan {
    items = List.copyOf(items);
  }
}
