package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.generation.event.Generation;

/**
 * What a request for an answer started, now or when it came first.
 *
 * @param conversation as it is after the request
 */
public record StartedGeneration(Generation generation, Conversation conversation) {}
