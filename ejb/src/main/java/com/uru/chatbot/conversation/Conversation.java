package com.uru.chatbot.conversation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of one user, without its messages.
 *
 * @param title up to 200 characters; empty until the first message
 * @param model the model that answers next unless the user chooses another
 * @param headMessageId the end of the branch that is shown, {@code null} while there is no message
 * @param version rises with every change; the optimistic lock
 */
public record Conversation(
    UUID id,
    String title,
    TitleSource titleSource,
    String model,
    @Nullable String systemPrompt,
    boolean pinned,
    boolean archived,
    @Nullable UUID headMessageId,
    int messageCount,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
