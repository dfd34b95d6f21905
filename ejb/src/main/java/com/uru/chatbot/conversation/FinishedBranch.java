package com.uru.chatbot.conversation;

import java.util.UUID;

/**
 * A branch of a conversation that never changes any more.
 *
 * @param title the present title of the conversation
 * @param lastMessageId its end, which is not streaming
 * @param messageCount from the root to its end, at least 1
 */
public record FinishedBranch(String title, UUID lastMessageId, int messageCount) {}
