package com.uru.chatbot.dev.faults;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy between two loopback ports that can be told to misbehave, with the toxics of
 * Toxiproxy. Toxics act on open and future connections, on the bytes that come back from the
 * target; several act together until {@link #heal}.
 */
public final class FaultProxy implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(FaultProxy.class.getName());
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int BACKLOG = 1_024;

  private final int target;
  private final InetAddress address;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Duration latency = Duration.ZERO;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile int sliceBytes = Integer.MAX_VALUE;
  private volatile Duration sliceGap = Duration.ZERO;
  private volatile Limit limit = Limit.NONE;
  private @Nullable ServerSocket listener;
  private @Nullable Future<?> accepting;
  private boolean frozen;

  private FaultProxy(int target, ServerSocket listener) {
    this.target = target;
    this.address = listener.getInetAddress();
    this.port = listener.getLocalPort();
    listen(listener);
  }

  /**
   * Starts a proxy that does no harm yet, on a free loopback port.
   *
   * @param target the loopback port that it leads to
   */
  public static FaultProxy to(int target) {
    return to(target, InetAddress.getLoopbackAddress());
  }

  /** The same at another loopback address. */
  public static FaultProxy to(int target, InetAddress address) {
    return new FaultProxy(target, bind(address, 0));
  }

  /** Where connections end. Each instance is counted anew, so it has no equal. */
  private static final class Limit {
    static final Limit NONE = new Limit(Long.MAX_VALUE, false);

    private final long bytes;
    private final boolean resets;

    Limit(long bytes, boolean resets) {
      this.bytes = bytes;
      this.resets = resets;
    }
  }

  /** Where clients connect. */
  public int port() {
    return port;
  }

  /** How many connections lead through it. */
  public int connections() {
    return links.size();
  }

  /** Bytes come this much later. */
  public void latency(Duration delay) {
    latency = delay;
  }

  /** No more than so many bytes a second, for each connection. */
  public void bandwidth(long rate) {
    bytesPerSecond = rate;
  }

  /** Every packet has so many bytes, with a pause after each. */
  public void slice(int bytes, Duration gap) {
    sliceBytes = bytes;
    sliceGap = gap;
  }

  /** Each connection ends in order (FIN) after so many more bytes. */
  public void cutAfter(long bytes) {
    limit = new Limit(bytes, false);
  }

  /** Each connection is reset (RST) after so many more bytes. */
  public void resetAfter(long bytes) {
    limit = new Limit(bytes, true);
  }

  /**
   * Nothing goes on, neither bytes nor ends, and nobody is told: what a client meets when packets
   * are dropped, and what a half-open connection is to the one who still believes in it. New
   * connections are accepted and never answered. What was held back follows on {@link #heal}.
   */
  public synchronized void blackHole() {
    frozen = true;
  }

  /** Ends every connection with a reset and refuses new ones. */
  public synchronized void down() {
    stopListening();
    listener = null;
    resetConnections();
  }

  /** Resets every open connection; new ones are welcome. */
  public void resetConnections() {
    links.forEach(Link::reset);
  }

  /** Does no harm from now on. */
  public synchronized void heal() {
    latency = Duration.ZERO;
    bytesPerSecond = Long.MAX_VALUE;
    sliceBytes = Integer.MAX_VALUE;
    sliceGap = Duration.ZERO;
    limit = Limit.NONE;
    frozen = false;
    if (listener == null) {
      listen(bind(address, port));
    }
    notifyAll();
  }

  @Override
  public synchronized void close() {
    close(listener);
    frozen = false;
    notifyAll();
    resetConnections();
    threads.shutdownNow();
  }

  private static ServerSocket bind(InetAddress address, int port) {
    try {
      return new ServerSocket(port, BACKLOG, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen(ServerSocket socket) {
    listener = socket;
    accepting = threads.submit(() -> accept(socket));
  }

  /** A socket that a thread still listens at accepts a little longer than it is open. */
  private void stopListening() {
    close(listener);
    try {
      if (accepting != null) {
        accepting.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> connect(client));
      } catch (IOException e) {
        LOGGER.log(DEBUG, "The proxy at port {0} accepts nothing", port);
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitThaw();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Link link = new Link(client, server);
      links.add(link);
      if (isDown()) {
        link.reset();
        return;
      }
      threads.execute(link::forwardRequests);
      link.forwardAnswers();
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      reset(client);
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isDown() {
    return listener == null;
  }

  private synchronized void awaitThaw() throws InterruptedException {
    while (frozen) {
      wait();
    }
  }

  private static void close(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      LOGGER.log(DEBUG, "Closed already", e);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      LOGGER.log(DEBUG, "Closed already", e);
    }
    close(socket);
  }

  /** One connection: two sockets, and a thread for each direction. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private final byte[] answer = new byte[BUFFER_BYTES];
    private Limit counted = Limit.NONE;
    private long count;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forwardRequests() {
      byte[] request = new byte[BUFFER_BYTES];
      try {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        for (int n = in.read(request); n >= 0; n = in.read(request)) {
          awaitThaw();
          out.write(request, 0, n);
        }
        awaitThaw();
        server.shutdownOutput();
      } catch (IOException e) {
        resetUnlessFrozen();
      } catch (InterruptedException e) {
        reset();
        Thread.currentThread().interrupt();
      }
    }

    void forwardAnswers() {
      try {
        InputStream in = server.getInputStream();
        for (int n = in.read(answer); n >= 0; n = in.read(answer)) {
          awaitThaw();
          pause(latency);
          if (!write(n)) {
            return;
          }
        }
        awaitThaw();
        end();
      } catch (IOException e) {
        resetUnlessFrozen();
      } catch (InterruptedException e) {
        reset();
        Thread.currentThread().interrupt();
      }
    }

    /** Whether the connection is still there afterwards. */
    private boolean write(int length) throws IOException, InterruptedException {
      OutputStream out = client.getOutputStream();
      int from = 0;
      while (from < length) {
        Limit now = limit;
        if (counted != now) {
          counted = now;
          count = 0;
        }
        int size = (int) Math.min(Math.min(length - from, sliceBytes), now.bytes - count);
        out.write(answer, from, size);
        from += size;
        count += size;
        if (count == now.bytes) {
          endAs(now);
          return false;
        }
        pause(sliceGap);
        pause(Duration.ofNanos(size * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond));
      }
      return true;
    }

    private void endAs(Limit reached) {
      if (reached.resets) {
        reset();
      } else {
        end();
      }
    }

    private void pause(Duration time) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private void resetUnlessFrozen() {
      try {
        awaitThaw();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      reset();
    }

    private void end() {
      links.remove(this);
      close(client);
      close(server);
    }

    private void reset() {
      links.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(server);
    }
  }
}
