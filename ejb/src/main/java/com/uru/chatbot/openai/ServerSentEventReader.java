package com.uru.chatbot.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as it arrives (WHATWG HTML Living Standard, section 9.2 "Server-sent
 * events"). Memory is bounded: a line or an event of more than 1 MiB is refused.
 */
final class ServerSentEventReader {
  static final int MAX_BYTES = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream source;
  private final byte[] block = new byte[8192];
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private int position;
  private int limit;

  /** The line feed of a CRLF is skipped with the next line: waiting for it would delay this one. */
  private boolean afterCarriageReturn;

  private boolean started;

  ServerSentEventReader(InputStream source) {
    this.source = source;
  }

  /**
   * The next complete event, {@code null} at the end of the stream; an event that the end cuts off
   * is dropped.
   *
   * @throws ProtocolException if a line or an event is too long
   */
  @Nullable ServerSentEvent next() throws IOException {
    String name = "";
    StringBuilder data = null;
    String line;
    while ((line = readLine()) != null) {
      if (line.isEmpty()) {
        if (data != null) {
          return new ServerSentEvent(name, data.toString());
        }
        name = "";
      } else if (isField(line, "data")) {
        data = data == null ? new StringBuilder() : data.append('\n');
        requireRoom(data.length() + line.length());
        data.append(value(line));
      } else if (isField(line, "event")) {
        name = value(line);
      }
    }
    return null;
  }

  private static boolean isField(String line, String field) {
    return line.startsWith(field)
        && (line.length() == field.length() || line.charAt(field.length()) == ':');
  }

  private static String value(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return "";
    }
    return line.substring(line.startsWith(": ", colon) ? colon + 2 : colon + 1);
  }

  private @Nullable String readLine() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return null;
      }
      if (afterCarriageReturn && block[position] == '\n') {
        position++;
        afterCarriageReturn = false;
        continue;
      }
      afterCarriageReturn = false;
      int end = position;
      while (end < limit && block[end] != '\n' && block[end] != '\r') {
        end++;
      }
      requireRoom(pending.size() + end - position);
      pending.write(block, position, end - position);
      position = end;
      if (position < limit) {
        afterCarriageReturn = block[position++] == '\r';
        return takeLine();
      }
    }
  }

  private boolean fill() throws IOException {
    limit = source.read(block);
    position = 0;
    if (limit <= 0) {
      limit = 0;
      return false;
    }
    return true;
  }

  private String takeLine() {
    String line = pending.toString(StandardCharsets.UTF_8);
    pending.reset();
    boolean first = !started;
    started = true;
    return first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
  }

  private static void requireRoom(int size) throws ProtocolException {
    if (size > MAX_BYTES) {
      throw new ProtocolException("An event of the stream is too long");
    }
  }
}
