package com.uru.chatbot.generation.event;

import com.uru.chatbot.conversation.MessageStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * One run that produces one assistant message.
 *
 * @param id client-made; the key by which a repeated request is recognised
 * @param userMessageId the message that is answered
 * @param messageId the answer
 * @param status the status of its answer
 */
public record Generation(
    UUID id,
    UUID conversationId,
    UUID userMessageId,
    UUID messageId,
    MessageStatus status,
    Instant startedAt) {}
