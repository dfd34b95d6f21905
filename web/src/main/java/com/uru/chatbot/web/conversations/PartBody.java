package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.MessagePart;

/** {@code MessagePart} on the wire. Clients skip parts of types that they do not know. */
public sealed interface PartBody {
  /** Text of the message itself. */
  record TextPart(String type, String text) implements PartBody {}

  /** The summary of a model's reasoning. */
  record ReasoningPart(String type, String summary, int seconds) implements PartBody {}

  /** Returns a part as clients see it. */
  static PartBody of(MessagePart part) {
    if (part instanceof MessagePart.Reasoning reasoning) {
      return new ReasoningPart("reasoning", reasoning.summary(), reasoning.seconds());
    }
    return new TextPart("text", ((MessagePart.Text) part).text());
  }
}
