package com.uru.chatbot.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events in a stream as its bytes arrive (WHATWG HTML Living Standard, section 9.2
 * "Server-sent events"). An event that the end of the stream cuts off is none. Memory is bounded: a
 * line or an event of more than 1 MiB is refused.
 */
final class ServerSentEventReader {
  static final int MAX_BYTES = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Receiver receiver;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private byte[] block = {};
  private int position;

  /** The line feed of a CRLF is skipped with the next line: waiting for it would delay this one. */
  private boolean afterCarriageReturn;

  private boolean started;
  private String name = "";
  private @Nullable StringBuilder data;

  /**
   * A reader of one stream.
   *
   * @param receiver gets each event as soon as it is complete
   */
  ServerSentEventReader(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Gets the events. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes one event.
     *
     * @throws IOException to end the reading
     */
    void take(ServerSentEvent event) throws IOException;
  }

  /**
   * Reads the next bytes of the stream.
   *
   * @throws ProtocolException if a line or an event is too long
   */
  void read(ByteBuffer bytes) throws IOException {
    block = new byte[bytes.remaining()];
    position = 0;
    bytes.get(block);
    String line;
    while ((line = readLine()) != null) {
      interpret(line);
    }
  }

  private void interpret(String line) throws IOException {
    if (line.isEmpty()) {
      dispatch();
    } else if (isField(line, "data")) {
      data = data == null ? new StringBuilder() : data.append('\n');
      requireRoom(data.length() + line.length());
      data.append(value(line));
    } else if (isField(line, "event")) {
      name = value(line);
    }
  }

  private void dispatch() throws IOException {
    if (data != null) {
      receiver.take(new ServerSentEvent(name, data.toString()));
    }
    name = "";
    data = null;
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

  /** The next line that is complete, {@code null} if there is none yet. */
  private @Nullable String readLine() throws IOException {
    if (afterCarriageReturn && position < block.length) {
      afterCarriageReturn = false;
      if (block[position] == '\n') {
        position++;
      }
    }
    int end = position;
    while (end < block.length && block[end] != '\n' && block[end] != '\r') {
      end++;
    }
    requireRoom(pending.size() + end - position);
    pending.write(block, position, end - position);
    position = end;
    if (position == block.length) {
      return null;
    }
    afterCarriageReturn = block[position++] == '\r';
    return takeLine();
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
