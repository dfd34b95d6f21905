package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.StartedGeneration;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.web.conversations.ConversationBody;
import java.time.Instant;
import java.util.UUID;

/**
 * The answer to a request that starts a generation.
 *
 * @param conversation as it is after the request
 */
public record StartedBody(
    UUID id,
    UUID conversationId,
    UUID messageId,
    String status,
    Instant startedAt,
    ConversationBody conversation) {

  static StartedBody of(StartedGeneration started) {
    Generation generation = started.generation();
    return new StartedBody(
        generation.id(),
        generation.conversationId(),
        generation.messageId(),
        generation.status().wireName(),
        generation.startedAt(),
        ConversationBody.of(started.conversation()));
  }
}
