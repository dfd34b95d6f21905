package com.uru.chatbot.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that wants a user name and connects to one server on the loopback, whatever host it
 * is asked for.
 */
final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int target;
  private final String credentials;
  private volatile String refusal = "";

  ConnectProxy(int target, String user, String password) throws IOException {
    this.target = target;
    this.credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Refuses every further request with this status line and headers. */
  void refuseWith(String statusAndHeaders) {
    refusal = statusAndHeaders;
  }

  /** Returns the first lines and headers of the requests that came. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // The server socket was closed: the test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = readHead(client.getInputStream());
      heads.add(head);
      if (!refusal.isEmpty()) {
        answer(client, refusal);
      } else if (!head.contains("Proxy-Authorization: Basic " + credentials + "\r\n")) {
        answer(
            client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"");
      } else {
        relay(client, head);
      }
    } catch (IOException e) {
      // One side has gone, which the other one notices.
    }
  }

  private void relay(Socket client, String head) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(upstream);
      if (head.startsWith("CONNECT ")) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } else {
        upstream.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      }
      threads.execute(() -> copy(client, upstream));
      upstream.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has gone, which the other one notices.
    }
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    String response = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: 0\r\n\r\n";
    client.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The client has gone");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }
}
