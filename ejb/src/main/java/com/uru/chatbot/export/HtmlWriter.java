package com.uru.chatbot.export;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * One HTML file that needs nothing else and loads nothing: no script, no image, no font. HTML in
 * answers is shown as text, links lead only to safe schemes, and a policy in the file forbids
 * everything but its own styles.
 */
final class HtmlWriter implements ConversationWriter {
  private static final String STYLES = resource("export.css");

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(), StrikethroughExtension.create(), AutolinkExtension.create());

  /** Deeper than any quote, list or emphasis that is meant; rendering recurses. */
  private static final int MAX_NESTING = 50;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .maxOpenBlockParsers(MAX_NESTING)
          .maxInlineNesting(MAX_NESTING)
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
          .percentEncodeUrls(true)
          .build();

  private final Writer out;
  private final MessageHeading heading;

  HtmlWriter(Writer out, MessageHeading heading) {
    this.out = out;
    this.heading = heading;
  }

  @Override
  public void begin(Conversation conversation) throws IOException {
    String title = escaped(ConversationTitle.of(conversation));
    out.write(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <main>
        <header>
        <h1>%1$s</h1>
        <p>Begun %3$s, last changed %4$s (%5$s)</p>
        </header>
        """
            .formatted(
                title,
                STYLES,
                time(conversation.createdAt()),
                time(conversation.updatedAt()),
                escaped(heading.timeZone())));
    if (conversation.systemPrompt() != null) {
      writeDetails("Instructions", plain(conversation.systemPrompt()));
    }
  }

  @Override
  public void message(Message message) throws IOException {
    boolean isUser = message.role() == MessageRole.USER;
    out.write(
        """
        <article class="%s">
        <h2 class="author">%s <span>%s</span></h2>
        """
            .formatted(
                message.role().wireName(),
                escaped(MessageHeading.author(message)),
                time(message.createdAt())));
    for (MessagePart part : message.parts()) {
      if (part instanceof MessagePart.Reasoning reasoning) {
        writeDetails("Thought for " + reasoning.seconds() + " s", markdown(reasoning.summary()));
      } else {
        String text = ((MessagePart.Text) part).text();
        out.write(isUser ? plain(text) : markdown(text));
      }
    }
    String ending = MessageHeading.ending(message);
    if (ending != null) {
      out.write("<p class=\"ending\">" + escaped(ending) + "</p>\n");
    }
    out.write("</article>\n");
  }

  @Override
  public void end() throws IOException {
    out.write("</main>\n</body>\n</html>\n");
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  private String time(Instant instant) {
    return "<time datetime=\"%s\">%s</time>".formatted(instant, heading.time(instant));
  }

  private void writeDetails(String summary, String html) throws IOException {
    out.write("<details><summary>" + escaped(summary) + "</summary>\n" + html + "</details>\n");
  }

  private static String plain(String text) {
    return text.isEmpty() ? "" : "<div class=\"plain\">" + escaped(text) + "</div>\n";
  }

  /** Returns Markdown as HTML; images, which would be loaded from elsewhere, as links to them. */
  private static String markdown(String text) {
    Node document = PARSER.parse(text);
    document.accept(new ImageLinks());
    return RENDERER.render(document);
  }

  /** Replaces each image by a link with its alternative text. */
  private static final class ImageLinks extends AbstractVisitor {
    @Override
    public void visit(Image image) {
      Link link = new Link(image.getDestination(), image.getTitle());
      for (Node child = image.getFirstChild(); child != null; child = image.getFirstChild()) {
        link.appendChild(child);
      }
      image.insertBefore(link);
      image.unlink();
      visitChildren(link);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlWriter.class.getResourceAsStream(name)) {
      return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
