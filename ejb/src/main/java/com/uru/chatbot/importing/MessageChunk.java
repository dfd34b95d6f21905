package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import java.util.ArrayList;
import java.util.List;

/** As many messages as are held in memory and written in one statement. */
final class MessageChunk {
  private static final int MAX_MESSAGES = 500;

  /** UTF-16 code units; one message may be longer. */
  private static final int MAX_LENGTH = 1_000_000;

  private final List<Message> messages = new ArrayList<>();
  private int length;

  void add(Message message) {
    messages.add(message);
    length += length(message);
  }

  void addAll(List<Message> more) {
    more.forEach(this::add);
  }

  boolean isFull() {
    return messages.size() >= MAX_MESSAGES || length >= MAX_LENGTH;
  }

  List<Message> messages() {
    return messages;
  }

  /** Returns the length of all texts of a message in UTF-16 code units. */
  static int length(Message message) {
    int length = message.instructions() == null ? 0 : message.instructions().length();
    for (MessagePart part : message.parts()) {
      length +=
          part instanceof MessagePart.Reasoning reasoning
              ? reasoning.summary().length()
              : ((MessagePart.Text) part).text().length();
    }
    return length;
  }
}
