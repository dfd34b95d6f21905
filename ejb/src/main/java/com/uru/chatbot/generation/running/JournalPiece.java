package com.uru.chatbot.generation.running;

import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.event.EventLog;
import java.util.UUID;

/**
 * New content of one entry of a running generation's {@link EventLog}, on its way to the journal.
 *
 * @param entry index of the entry, from 1
 * @param position the sum of the lengths of all entries up to the end of this piece, in UTF-16 code
 *     units
 */
public record JournalPiece(
    UUID tenantId, UUID generationId, int entry, EntryKind kind, int position, String content) {}
