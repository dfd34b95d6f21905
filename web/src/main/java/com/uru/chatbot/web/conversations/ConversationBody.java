package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Conversation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code Conversation} on the wire. */
public record ConversationBody(
    UUID id,
    String title,
    String titleSource,
    String model,
    @Nullable String systemPrompt,
    boolean pinned,
    boolean archived,
    @Nullable UUID folderId,
    @Nullable UUID headMessageId,
    int messageCount,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  /** Returns a conversation as clients see it. */
  public static ConversationBody of(Conversation conversation) {
    return new ConversationBody(
        conversation.id(),
        conversation.title(),
        conversation.titleSource().wireName(),
        conversation.model(),
        conversation.systemPrompt(),
        conversation.pinned(),
        conversation.archived(),
        null,
        conversation.headMessageId(),
        conversation.messageCount(),
        conversation.createdAt(),
        conversation.updatedAt(),
        conversation.version());
  }
}
