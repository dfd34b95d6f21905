package com.uru.chatbot.generation;

import java.util.UUID;

/**
 * A piece of a running answer on its way to the journal.
 *
 * @param position where the piece ends, in UTF-16 code units from the start of the answer
 */
record JournalPiece(UUID tenantId, UUID generationId, int position, String text) {}
