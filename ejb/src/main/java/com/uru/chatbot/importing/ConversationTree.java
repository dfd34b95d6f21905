package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Checks that the messages of a conversation are one or more trees. */
final class ConversationTree {
  static final int MAX_MESSAGES = 200_000;

  private final Conversation conversation;
  private final Set<UUID> ids = new HashSet<>();

  ConversationTree(Conversation conversation) {
    this.conversation = conversation;
  }

  /**
   * Adds the next messages.
   *
   * @throws InvalidItemException if a message has the id of another one, comes before its parent,
   *     or is one too many
   */
  void add(List<Message> messages) {
    for (Message message : messages) {
      if (message.parentId() != null && !ids.contains(message.parentId())) {
        throw new InvalidItemException("A message in it comes before the one it continues.");
      }
      if (!ids.add(message.id())) {
        throw new InvalidItemException("Two messages in it have the same id.");
      }
      if (ids.size() > MAX_MESSAGES) {
        throw new InvalidItemException("It has more than 200,000 messages.");
      }
    }
  }

  /**
   * Returns the number of messages.
   *
   * @throws InvalidItemException if the end of the branch that is shown is none of them
   */
  int end() {
    UUID head = conversation.headMessageId();
    if (head != null && !ids.contains(head)) {
      throw new InvalidItemException("The message at the end of its shown branch is missing.");
    }
    return ids.size();
  }
}
