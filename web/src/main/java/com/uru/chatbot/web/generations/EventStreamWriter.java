package com.uru.chatbot.web.generations;

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
 * An event on the wire (WHATWG HTML, section 9.2.6), in one write. Its data are a string.
 *
 * <p>The server's own writer puts the same on the wire, but byte by byte, and with an encoder and
 * its buffer of 8 kB for each event. An event is mostly one token.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
public class EventStreamWriter implements MessageBodyWriter<OutboundSseEvent> {
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
    out.write(toWire(event).getBytes(StandardCharsets.UTF_8));
  }

  private static String toWire(OutboundSseEvent event) {
    StringBuilder wire = new StringBuilder();
    addLines(wire, ": ", event.getComment());
    addLines(wire, "event: ", event.getName());
    addLines(wire, "id: ", event.getId());
    addLines(wire, "data: ", event.getData());
    return wire.append('\n').toString();
  }

  /** A line break in a value would end the field, so each line becomes a field of its own. */
  private static void addLines(StringBuilder wire, String field, @Nullable Object value) {
    if (value != null) {
      String lines = value.toString().replace("\r\n", "\n").replace('\r', '\n');
      wire.append(field).append(lines.replace("\n", "\n" + field)).append('\n');
    }
  }
}
