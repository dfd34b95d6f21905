package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Conversation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code Conversation} in a list: without its system prompt, so that a page stays small. */
public record ListedConversationBody(
    UUID id,
    String title,
    String titleSource,
    String model,
    boolean pinned,
    boolean archived,
    @Nullable UUID folderId,
    @Nullable UUID headMessageId,
    int messageCount,
    Instant createdAt,
    Instant updatedAt,
    long version) {
  static ListedConversationBody of(Conversation conversation) {
    return new ListedConversationBody(
        conversation.id(),
        conversation.title(),
        conversation.titleSource().wireName(),
        conversation.model(),
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
