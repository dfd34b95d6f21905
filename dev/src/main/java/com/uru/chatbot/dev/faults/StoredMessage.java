package com.uru.chatbot.dev.faults;

import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored in the end.
 *
 * @param role {@code user} or {@code assistant}
 * @param status a message status of the HTTP contract
 */
public record StoredMessage(
    String id,
    String conversationId,
    @Nullable String parentId,
    String role,
    String text,
    String status) {}
