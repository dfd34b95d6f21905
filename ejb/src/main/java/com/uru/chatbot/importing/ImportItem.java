package com.uru.chatbot.importing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a conversation in a file, or would become of it.
 *
 * @param source its id in the file, or its place ({@code #3}) if it has none
 * @param title as the file has it, empty if it has none
 * @param messages how many are imported
 * @param conversationId its id here, {@code null} if it is refused
 * @param problem why it is refused, or what of it is not imported; one sentence or more, {@code
 *     null} if there is nothing to say
 */
public record ImportItem(
    String source,
    String title,
    int messages,
    ImportStatus status,
    @Nullable UUID conversationId,
    @Nullable String problem) {

  ImportItem as(ImportStatus newStatus, @Nullable UUID newId, @Nullable String newProblem) {
    return new ImportItem(source, title, messages, newStatus, newId, newProblem);
  }
}
