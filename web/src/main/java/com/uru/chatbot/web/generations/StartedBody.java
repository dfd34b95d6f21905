package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.StartedGeneration;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.web.conversations.ConversationBody;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that starts a generation.
 *
 * @param conversation {@code null} unless the request had this member
 */
public record StartedBody(
    UUID id,
    UUID conversationId,
    UUID messageId,
    String status,
    Instant startedAt,
    @Nullable ConversationBody conversation) {

  static StartedBody of(StartedGeneration started, boolean withConversation) {
    Generation generation = started.generation();
    return new StartedBody(
        generation.id(),
        generation.conversationId(),
        generation.messageId(),
        generation.status().wireName(),
        generation.startedAt(),
        withConversation ? ConversationBody.of(started.conversation()) : null);
  }
}
