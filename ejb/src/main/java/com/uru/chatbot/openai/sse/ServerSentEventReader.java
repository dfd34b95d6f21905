package com.uru.chatbot.openai.sse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events in a stream as its bytes arrive (WHATWG HTML Living Standard, section 9.2
 * "Server-sent events"). Unlike there, {@link #end} gives an event that the end of the stream has
 * left without its blank line. Memory is bounded: a line or an event that is too long is refused.
 */
public final class ServerSentEventReader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Receiver receiver;
  private final int maxBytes;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private byte[] block = {};
  private int position;

  /** The line feed of a CRLF is skipped with the next line: waiting for it would delay this one. */
  private boolean afterCarriageReturn;

  private boolean started;
  private String name = "";
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;

  /**
   * A reader of one stream.
   *
   * @param maxBytes the longest line or event that is accepted
   * @param receiver gets each event as soon as it is complete
   */
  public ServerSentEventReader(int maxBytes, Receiver receiver) {
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /** Gets the events. */
  @FunctionalInterface
  public interface Receiver {
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
  public void read(ByteBuffer bytes) throws IOException {
    block = new byte[bytes.remaining()];
    position = 0;
    bytes.get(block);
    String line;
    while ((line = readLine()) != null) {
      interpret(line);
    }
  }

  /**
   * Gives the last event if no blank line has followed it. Its data may be cut off.
   *
   * @throws IOException if the receiver throws it, or if the event is too long
   */
  public void end() throws IOException {
    if (pending.size() > 0) {
      interpret(line(0, 0));
    }
    dispatch();
  }

  private void interpret(String line) throws IOException {
    if (line.isEmpty()) {
      dispatch();
    } else if (isField(line, "data")) {
      requireRoom(data.length() + line.length());
      if (hasData) {
        data.append('\n');
      }
      hasData = true;
      data.append(line, valueStart(line), line.length());
    } else if (isField(line, "event")) {
      name = line.substring(valueStart(line));
    }
  }

  private void dispatch() throws IOException {
    ServerSentEvent event = hasData ? new ServerSentEvent(name, data.toString()) : null;
    name = "";
    data.setLength(0);
    hasData = false;
    if (event != null) {
      receiver.take(event);
    }
  }

  private static boolean isField(String line, String field) {
    return line.startsWith(field)
        && (line.length() == field.length() || line.charAt(field.length()) == ':');
  }

  private static int valueStart(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return line.length();
    }
    return line.startsWith(": ", colon) ? colon + 2 : colon + 1;
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
    int start = position;
    requireRoom(pending.size() + end - start);
    if (end == block.length) {
      pending.write(block, start, end - start);
      position = end;
      return null;
    }
    position = end + 1;
    afterCarriageReturn = block[end] == '\r';
    return line(start, end);
  }

  private String line(int start, int end) {
    String line = decode(start, end);
    boolean first = !started;
    started = true;
    return first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
  }

  private String decode(int start, int end) {
    if (pending.size() == 0) {
      return new String(block, start, end - start, StandardCharsets.UTF_8);
    }
    pending.write(block, start, end - start);
    String line = pending.toString(StandardCharsets.UTF_8);
    pending.reset();
    return line;
  }

  private void requireRoom(int size) throws ProtocolException {
    if (size > maxBytes) {
      throw new ProtocolException("An event of the stream is too long");
    }
  }
}
