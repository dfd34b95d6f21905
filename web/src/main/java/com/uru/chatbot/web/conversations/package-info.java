/** Conversations and messages over HTTP: thin resources over {@code ConversationService}. */
@NullMarked
package com.uru.chatbot.web.conversations;

import org.jspecify.annotations.NullMarked;
