#!/usr/bin/env bash
# java.net.http.HttpClient of OpenJDK 17.0.15: what an idle connection keeps of the request that opened it.
#
# Guess: when a response is read and nobody refers to its request, the request and its Authorization header are garbage, whatever
#   the client's settings. A pooled idle connection keeps a socket and buffers.
# Seen: with HttpClient.Builder.connectTimeout, the header's value is still reachable after a full collection for as long as the
#   connection is open: the connection keeps its ConnectTimerEvent, which keeps the exchange, which keeps the request. Only the
#   request that opened the connection is kept, not those that used it later. Without connectTimeout nothing is kept.
# Why it matters: a gateway that passes the credentials of its callers on holds one of them per connection in its heap, and in
#   every heap dump, up to the keep-alive timeout (20 minutes by default in 17) after the call. A connect timeout is what every
#   guide recommends.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A process of its own, so that only the client's heap is looked at.
cat >Server.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Server {
  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes());
      exchange.close();
    });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
JAVA

cat >Probe.java <<'JAVA'
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

public class Probe {
  public static void main(String[] arguments) throws Exception {
    System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    URI uri = URI.create("http://127.0.0.1:" + arguments[0] + "/");

    // The clients stay in use, as in a server: a client without references is closed with its connections.
    HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpClient timed =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    ask(plain, uri, 'p', 1);
    ask(plain, uri, 'p', 2);
    ask(timed, uri, 't', 1);
    ask(timed, uri, 't', 2);

    byte[] heap = dump();
    System.out.println("without connectTimeout, first request: " + copies(heap, 'p', 1));
    System.out.println("without connectTimeout, second request: " + copies(heap, 'p', 2));
    System.out.println("with connectTimeout, first request: " + copies(heap, 't', 1));
    System.out.println("with connectTimeout, second request: " + copies(heap, 't', 2));
    if (plain == timed) throw new AssertionError();
    System.exit(0);
  }

  static void ask(HttpClient client, URI uri, char who, int number) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + secret(who, number))
            .POST(HttpRequest.BodyPublishers.ofString("question")).build();
    if (!client.send(request, BodyHandlers.ofString()).body().equals("ok")) throw new AssertionError();
    Thread.sleep(200);
  }

  // Made of parts, so that it is no constant of this class.
  static String secret(char who, int number) {
    return "secret-" + String.valueOf(who).repeat(12) + "-" + number * 111_111;
  }

  static byte[] dump() throws Exception {
    Path file = Path.of("heap.hprof").toAbsolutePath();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
    return Files.readAllBytes(file);
  }

  static int copies(byte[] heap, char who, int number) {
    String all = new String(heap, StandardCharsets.ISO_8859_1);
    String sought = "Bearer " + secret(who, number);
    int copies = 0;
    for (int at = all.indexOf(sought); at >= 0; at = all.indexOf(sought, at + 1)) copies++;
    return copies;
  }
}
JAVA
java Server.java >port.txt &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until [ -s port.txt ]; do sleep 0.2; done
java Probe.java "$(cat port.txt)" | tee seen.txt

grep -q 'without connectTimeout, first request: 0' seen.txt
grep -q 'without connectTimeout, second request: 0' seen.txt
grep -q 'with connectTimeout, first request: 1' seen.txt
grep -q 'with connectTimeout, second request: 0' seen.txt
