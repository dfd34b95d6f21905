package com.uru.chatbot.generation.event;

import com.uru.chatbot.conversation.Message;
import org.jspecify.annotations.Nullable;

/**
 * An answer in its final state, as it is saved.
 *
 * @param outline the entries that subscribers of the running generation were told
 * @param providerItems what the provider wants back with this answer, null if nothing
 */
public record FinalAnswer(Message message, LogOutline outline, @Nullable String providerItems) {}
