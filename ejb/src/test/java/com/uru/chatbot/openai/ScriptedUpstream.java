package com.uru.chatbot.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback that answers exactly the bytes that a test tells it to. */
final class ScriptedUpstream implements AutoCloseable {
  /** What to do with one request; the connection is closed afterwards unless kept. */
  @FunctionalInterface
  interface Script {
    void answer(Connection connection) throws IOException;
  }

  record Request(String head, String body) {}

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Future<?> accepting;
  private volatile Script script = connection -> {};

  ScriptedUpstream() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    accepting = threads.submit(this::accept);
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /** Answers every request so. */
  void answers(Script newScript) {
    script = newScript;
  }

  /** Answers the first request so, the second so, and all further ones as the last. */
  void answersInTurn(Script... scripts) {
    AtomicInteger next = new AtomicInteger();
    script =
        connection ->
            scripts[Math.min(next.getAndIncrement(), scripts.length - 1)].answer(connection);
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  int connections() {
    return connections.get();
  }

  /** Closes all connections; from then on new ones are refused. */
  @Override
  public void close() throws IOException {
    server.close();
    awaitEndOfAccepting();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }

  /** A thread that is still in accept() may take one more connection after the close. */
  private void awaitEndOfAccepting() throws IOException {
    try {
      accepting.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server socket was closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Connection connection = new Connection(socket);
      do {
        connection.keep = false;
        if (!connection.readRequest()) {
          return;
        }
        requests.add(connection.request());
        script.answer(connection);
      } while (connection.keep);
    } catch (IOException e) {
      // The client has gone, which tests observe on their side.
    }
  }

  /** One connection of a client. */
  static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private Request request = new Request("", "");
    private boolean keep;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    Request request() {
      return request;
    }

    /** Serves another request on this connection. */
    void keepAlive() {
      keep = true;
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one chunk of a chunked body. */
    void sendChunk(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      send(Integer.toHexString(bytes.length) + "\r\n");
      send(bytes);
      send("\r\n");
    }

    /** Sends a complete answer. */
    void sendResponse(String statusAndHeaders, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      send(
          "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(statusAndHeaders, bytes.length));
      send(bytes);
    }

    /** Closes with a TCP reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Blocks until the client has closed the connection. */
    void awaitClientGone() {
      try {
        while (in.read() >= 0) {
          // Whatever a client still says is not of interest.
        }
      } catch (IOException e) {
        // A reset is a way to go, too.
      }
    }

    private boolean readRequest() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        head.write(next);
      }
      String headText = head.toString(StandardCharsets.US_ASCII);
      byte[] body = in.readNBytes(contentLength(headText));
      request = new Request(headText, new String(body, StandardCharsets.UTF_8));
      return true;
    }

    private static int contentLength(String head) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          return Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
        }
      }
      return 0;
    }
  }
}
