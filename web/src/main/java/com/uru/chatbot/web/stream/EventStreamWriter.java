package com.uru.chatbot.web.stream;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event on the wire (WHATWG HTML, section 9.2.6), without the empty line that ends it: the
 * server adds that. Its data are a string.
 *
 * <p>The server's own writer puts the same on the wire, but byte by byte, and with an encoder and
 * its buffer of 8 kB for each event. An event is mostly one token.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
public class EventStreamWriter implements MessageBodyWriter<OutboundSseEvent> {
  /** In characters. */
  private static final int CHUNK_SIZE = 4096;

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return OutboundSseEvent.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      OutboundSseEvent event,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    StringBuilder wire = new StringBuilder();
    addField(wire, ": ", event.getComment(), out);
    addField(wire, "event: ", event.getName(), out);
    addField(wire, "id: ", event.getId(), out);
    addField(wire, "data: ", event.getData(), out);
    send(wire, out);
  }

  /** A long value is sent meanwhile: a reader who does not read must not hold one more copy. */
  private static void addField(
      StringBuilder wire, String field, @Nullable Object value, OutputStream out)
      throws IOException {
    if (value == null) {
      return;
    }
    String lines = folded(value.toString(), field);
    wire.append(field);
    for (int from = 0, to; from < lines.length(); from = to) {
      to = pieceEnd(lines, from);
      wire.append(lines, from, to);
      if (to < lines.length()) {
        send(wire, out);
      }
    }
    wire.append('\n');
  }

  /** A line break in a value would end the field, so each line becomes a field of its own. */
  private static String folded(String value, String field) {
    return value.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\n" + field);
  }

  private static int pieceEnd(String text, int from) {
    int end = Math.min(from + CHUNK_SIZE, text.length());
    return Character.isHighSurrogate(text.charAt(end - 1)) && end < text.length() ? end - 1 : end;
  }

  private static void send(StringBuilder wire, OutputStream out) throws IOException {
    out.write(wire.toString().getBytes(StandardCharsets.UTF_8));
    wire.setLength(0);
  }
}
