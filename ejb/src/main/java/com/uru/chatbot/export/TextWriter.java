package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import java.io.IOException;
import java.io.Writer;

/** Plain text: who wrote what and when. */
final class TextWriter implements ConversationWriter {
  private static final String RULE = "-".repeat(72);

  private final Writer out;
  private final MessageHeading heading;

  TextWriter(Writer out, MessageHeading heading) {
    this.out = out;
    this.heading = heading;
  }

  @Override
  public void begin(Conversation conversation) throws IOException {
    out.write(ConversationTitle.of(conversation) + "\n");
    out.write(
        "Begun %s, last changed %s (%s)\n"
            .formatted(
                heading.time(conversation.createdAt()),
                heading.time(conversation.updatedAt()),
                heading.timeZone()));
  }

  @Override
  public void message(Message message) throws IOException {
    out.write("\n%s\n".formatted(RULE));
    out.write(
        "%s, %s\n\n".formatted(MessageHeading.author(message), heading.time(message.createdAt())));
    String text = message.text();
    if (!text.isEmpty()) {
      out.write(text.endsWith("\n") ? text : text + "\n");
    }
    String ending = MessageHeading.ending(message);
    if (ending != null) {
      out.write("\n[" + ending + "]\n");
    }
  }

  @Override
  public void end() throws IOException {
    out.write("\n" + RULE + "\nEnd of the conversation.\n");
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }
}
