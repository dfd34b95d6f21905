package com.uru.chatbot.sharing;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.shared.Page;

/** A shared conversation with a page of its messages, in reading order. */
public record SharedConversation(Share share, Page<Message> messages) {}
