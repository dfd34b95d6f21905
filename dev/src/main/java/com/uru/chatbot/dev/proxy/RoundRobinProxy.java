package com.uru.chatbot.dev.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A load balancer without affinity, on a loopback port: every request goes to the next server, on a
 * connection of its own. Like any load balancer it asks each server for its readiness, sends
 * nothing to one that is not ready, and tries the next one where none takes the connection. What a
 * server answers passes through unread, byte by byte, a broken end included.
 */
public final class RoundRobinProxy implements AutoCloseable {
  /** How often a server is asked whether it is ready. */
  public static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

  private static final int CONNECT_MILLIS = 1_000;
  private static final int MAX_HEAD_BYTES = 32_768;
  private static final String NO_SERVER =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final ServerSocket listener;
  private final List<InetSocketAddress> servers;
  private final Set<InetSocketAddress> ready = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final HttpClient checker = HttpClient.newHttpClient();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "round-robin");
            thread.setDaemon(true);
            return thread;
          });

  private RoundRobinProxy(ServerSocket listener, List<InetSocketAddress> servers) {
    this.listener = listener;
    this.servers = servers;
  }

  /**
   * Starts it.
   *
   * @param port where to listen; 0 for any free one
   * @param serverPorts where the servers listen on this machine
   */
  public static RoundRobinProxy start(int port, List<Integer> serverPorts) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    RoundRobinProxy proxy =
        new RoundRobinProxy(
            new ServerSocket(port, 50, loopback),
            serverPorts.stream().map(each -> new InetSocketAddress(loopback, each)).toList());
    proxy.executor.execute(proxy::accept);
    proxy.servers.forEach(server -> proxy.executor.execute(() -> proxy.check(server)));
    return proxy;
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The ports of the servers that get requests at the moment. */
  public Set<Integer> ready() {
    return ready.stream().map(InetSocketAddress::getPort).collect(Collectors.toUnmodifiableSet());
  }

  private void check(InetSocketAddress server) {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    while (!listener.isClosed()) {
      if (saysYes(question)) {
        ready.add(server);
      } else {
        ready.remove(server);
      }
      try {
        Thread.sleep(CHECK_INTERVAL.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean saysYes(HttpRequest question) {
    try {
      return checker.send(question, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        executor.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      byte[] head = headWithoutKeepAlive(client.getInputStream());
      try (Socket server = connect()) {
        open.add(server);
        server.getOutputStream().write(head);
        executor.execute(() -> passOn(client, server));
        pump(server.getInputStream(), client.getOutputStream());
        open.remove(server);
      } catch (NoServerException e) {
        client.getOutputStream().write(NO_SERVER.getBytes(ISO_8859_1));
      }
    } catch (IOException gone) {
      // One side has gone; closing the other one tells it.
    } finally {
      open.remove(client);
    }
  }

  private static final class NoServerException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private Socket connect() throws IOException {
    int first = turn.getAndIncrement();
    for (int i = 0; i < servers.size(); i++) {
      InetSocketAddress server = servers.get(Math.floorMod(first + i, servers.size()));
      if (ready.contains(server)) {
        Socket socket = new Socket();
        try {
          socket.connect(server, CONNECT_MILLIS);
          socket.setTcpNoDelay(true);
          return socket;
        } catch (IOException refused) {
          socket.close();
        }
      }
    }
    throw new NoServerException();
  }

  /** A client that goes away ends the request at the server. */
  private static void passOn(Socket client, Socket server) {
    try (server) {
      pump(client.getInputStream(), server.getOutputStream());
    } catch (IOException gone) {
      // Closing the server's side is all there is to do.
    }
  }

  private static void pump(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8_192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  /** One request for a connection: the next one may go elsewhere. */
  private static byte[] headWithoutKeepAlive(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0 || bytes.size() == MAX_HEAD_BYTES) {
        throw new IOException("No request");
      }
      bytes.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String kept =
        bytes
            .toString(ISO_8859_1)
            .lines()
            .filter(line -> !line.isEmpty() && !line.regionMatches(true, 0, "connection:", 0, 11))
            .collect(Collectors.joining("\r\n"));
    return (kept + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1);
  }

  /** Stops listening and cuts what is open. */
  @Override
  public void close() throws IOException {
    listener.close();
    executor.shutdownNow();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
