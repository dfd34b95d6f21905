package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.event.Generation;
import java.time.Instant;
import java.util.UUID;

/** {@code Generation} on the wire. */
public record GenerationBody(
    UUID id, UUID conversationId, UUID messageId, String status, Instant startedAt) {

  /** Returns a generation as clients see it. */
  public static GenerationBody of(Generation generation) {
    return new GenerationBody(
        generation.id(),
        generation.conversationId(),
        generation.messageId(),
        generation.status().wireName(),
        generation.startedAt());
  }
}
