package com.uru.chatbot.conversation;

/** A part of a message's content, in the order in which the parts are shown. */
public sealed interface MessagePart {
  /** Text of the message itself, in Markdown. */
  record Text(String text) implements MessagePart {}

  /**
   * The summary of what a model thought before it went on to answer.
   *
   * @param summary Markdown
   * @param seconds how long the model thought, at least 1
   */
  record Reasoning(String summary, int seconds) implements MessagePart {}
}
