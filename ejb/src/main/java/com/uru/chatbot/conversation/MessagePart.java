package com.uru.chatbot.conversation;

/** A piece of a message's content. */
public sealed interface MessagePart {
  /** Plain text in Markdown. */
  record Text(String text) implements MessagePart {}
}
