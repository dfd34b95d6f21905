package com.uru.chatbot.dev.practice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, as bare as it can be: it decides itself when bytes leave, where they are
 * cut, and it sees at once when the peer goes away.
 */
final class PracticeConnection implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 16 << 20;
  private static final int IDLE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  PracticeConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** The peer has closed or reset the connection. */
  static final class PeerClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerClosedException(IOException cause) {
      super("the peer closed the connection", cause);
    }
  }

  /**
   * A request as it came.
   *
   * @param headers names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(String method, String path, Map<String, String> headers, byte[] body) {
    /** Returns the key of the Authorization or the api-key header, empty without one. */
    String key() {
      String header = headers.getOrDefault("authorization", "");
      return header.regionMatches(true, 0, "Bearer ", 0, 7)
          ? header.substring(7).strip()
          : headers.getOrDefault("api-key", "");
    }
  }

  /** The next request, or {@code null} when the peer has no more. */
  @Nullable Request read() throws IOException {
    socket.setSoTimeout(IDLE_MILLIS);
    String start = readLine();
    if (start == null) {
      return null;
    }
    String[] words = start.split(" ", 3);
    if (words.length < 3) {
      throw new IOException("not an HTTP request");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return new Request(words[0], words[1], headers, readBody(headers));
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return readChunks();
    }
    return readExactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = readLine();
      if (line == null) {
        throw new EOFException();
      }
      int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
      body.writeBytes(readExactly(size));
      readLine();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] readExactly(int length) throws IOException {
    if (length > MAX_BODY_BYTES) {
      throw new IOException("body too large");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /** A whole answer. */
  void send(int status, Map<String, String> headers, String body) throws PeerClosedException {
    byte[] bytes = body.getBytes(UTF_8);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("content-length", Integer.toString(bytes.length));
    writeHead(status, all);
    write(bytes);
  }

  /** Begins an answer in chunks. */
  void begin(Map<String, String> headers) throws PeerClosedException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("transfer-encoding", "chunked");
    writeHead(200, all);
  }

  /** One chunk, sent at once. */
  void chunk(String text) throws PeerClosedException {
    write(framed(text));
  }

  /** The first half of a chunk, cut inside its text. */
  void halfChunk(String text) throws PeerClosedException {
    byte[] whole = framed(text);
    byte[] half = new byte[whole.length / 2];
    System.arraycopy(whole, 0, half, 0, half.length);
    write(half);
  }

  /** Ends an answer in chunks. */
  void end() throws PeerClosedException {
    write("0\r\n\r\n".getBytes(UTF_8));
  }

  private static byte[] framed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream framed = new ByteArrayOutputStream(bytes.length + 16);
    framed.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
    framed.writeBytes(bytes);
    framed.writeBytes("\r\n".getBytes(UTF_8));
    return framed.toByteArray();
  }

  private void writeHead(int status, Map<String, String> headers) throws PeerClosedException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" -\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    write(head.append("\r\n").toString().getBytes(UTF_8));
  }

  private void write(byte[] bytes) throws PeerClosedException {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new PeerClosedException(e);
    }
  }

  /**
   * Waits, and watches the peer meanwhile.
   *
   * @throws PeerClosedException as soon as the peer closes or resets the connection
   */
  void pause(Duration duration) throws PeerClosedException {
    long end = System.nanoTime() + duration.toNanos();
    try {
      long left = duration.toMillis();
      while (left > 0 && isQuiet((int) Math.min(left, IDLE_MILLIS))) {
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (IOException e) {
      throw new PeerClosedException(e);
    }
  }

  /** Whether nothing came for so long; a peer that has gone is an {@link EOFException}. */
  private boolean isQuiet(int millis) throws IOException {
    socket.setSoTimeout(millis);
    in.mark(1);
    try {
      if (in.read() < 0) {
        throw new EOFException();
      }
      in.reset();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  /** Closes with a TCP reset instead of an orderly end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
