package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * Markdown as GitHub renders it. The texts of messages are written as they are: they are Markdown
 * already.
 */
final class MarkdownWriter implements ConversationWriter {
  /** What could begin markup within a line, and line ends. */
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&]");

  private final Writer out;
  private final MessageHeading heading;

  MarkdownWriter(Writer out, MessageHeading heading) {
    this.out = out;
    this.heading = heading;
  }

  @Override
  public void begin(Conversation conversation) throws IOException {
    out.write("# " + escaped(ConversationTitle.of(conversation)) + "\n\n");
    out.write(
        "_Begun %s, last changed %s (%s)_\n"
            .formatted(
                heading.time(conversation.createdAt()),
                heading.time(conversation.updatedAt()),
                heading.timeZone()));
    if (conversation.systemPrompt() != null) {
      writeDetails("Instructions", conversation.systemPrompt());
    }
  }

  @Override
  public void message(Message message) throws IOException {
    out.write(
        "\n---\n\n**%s** · %s\n\n"
            .formatted(escaped(MessageHeading.author(message)), heading.time(message.createdAt())));
    for (MessagePart part : message.parts()) {
      if (part instanceof MessagePart.Reasoning reasoning) {
        writeDetails("Thought for " + reasoning.seconds() + " s", reasoning.summary());
      } else {
        writeBlock(((MessagePart.Text) part).text());
      }
    }
    String ending = MessageHeading.ending(message);
    if (ending != null) {
      out.write("\n_" + escaped(ending) + "_\n");
    }
  }

  @Override
  public void end() throws IOException {
    out.write("\n---\n\n_End of the conversation._\n");
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  private void writeDetails(String summary, String text) throws IOException {
    out.write("\n<details><summary>" + escaped(summary) + "</summary>\n\n");
    writeBlock(text);
    out.write("\n</details>\n\n");
  }

  private void writeBlock(String text) throws IOException {
    out.write(text);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      out.write('\n');
    }
  }

  private static String escaped(String text) {
    return MARKUP.matcher(text.replaceAll("\\s+", " ")).replaceAll("\\\\$0");
  }
}
