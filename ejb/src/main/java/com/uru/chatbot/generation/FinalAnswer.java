package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;

/**
 * An answer in its final state, as it is saved.
 *
 * @param outline the entries that subscribers of the running generation were told
 */
public record FinalAnswer(Message message, LogOutline outline) {}
