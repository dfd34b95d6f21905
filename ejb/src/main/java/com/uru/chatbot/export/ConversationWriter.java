package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import java.io.IOException;

/** Writes conversations in one format: for each of them one begin, its messages, and one end. */
interface ConversationWriter {
  void begin(Conversation conversation) throws IOException;

  /** Writes a message; a parent comes before its children. */
  void message(Message message) throws IOException;

  /** Ends a conversation, with a line that a file that was broken off does not have. */
  void end() throws IOException;

  /** Ends the document, and leaves the stream open. */
  void finish() throws IOException;
}
