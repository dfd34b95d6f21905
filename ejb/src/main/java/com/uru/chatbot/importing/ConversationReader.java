package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conversations of one JSON document, one after another. After an {@link
 * InvalidItemException} the next conversation can be read.
 */
interface ConversationReader {
  /** Goes to the next conversation; returns false at the end of the document. */
  boolean next();

  /** Returns the id in the file, or null if it was not read. */
  @Nullable String source();

  /** Returns the title, empty if there is none or it was not read. */
  String title();

  /** Reads everything but the messages; the number of messages is 0. */
  Conversation conversation();

  /** Reads the next messages, a parent before its children, at most a {@link MessageChunk}. */
  List<Message> messages();

  /** Returns whether all messages were read. */
  boolean isEnded();

  /**
   * Returns what of this conversation is not imported, in one sentence, or null if all of it is.
   */
  @Nullable String omissions();
}
