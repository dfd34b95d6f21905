package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;

/** The title of a conversation in files. */
final class ConversationTitle {
  private ConversationTitle() {}

  /** Returns the title, or a name for a conversation that has none yet. */
  static String of(Conversation conversation) {
    return conversation.title().isBlank() ? "Conversation" : conversation.title();
  }
}
