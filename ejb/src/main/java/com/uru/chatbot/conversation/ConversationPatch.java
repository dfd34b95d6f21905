package com.uru.chatbot.conversation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merge patch (RFC 7396): {@code null} components stay as they are.
 *
 * @param systemPrompt the empty string clears it
 * @param headMessageId the end of the branch to show
 */
public record ConversationPatch(
    @Nullable String title,
    @Nullable String model,
    @Nullable String systemPrompt,
    @Nullable Boolean pinned,
    @Nullable Boolean archived,
    @Nullable UUID headMessageId) {}
