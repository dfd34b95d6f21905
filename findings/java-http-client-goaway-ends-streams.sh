#!/usr/bin/env bash
# java.net.http.HttpClient of OpenJDK 17.0.15 (default-jdk-headless of Debian 12): a server that says GOAWAY while a response streams over HTTP/2.
#
# Guess: GOAWAY with NO_ERROR and a last stream id means "no new streams here" (RFC 9113, section 6.8): the running response is read
#   to its end, new requests open another connection.
# Seen: the client ends every stream of the connection at once (IOException "closed"), also those that the server has promised to
#   finish. The client of Node.js reads the same response to its end. OpenJDK 24 repairs it (JDK-8335181).
# Why it matters: nginx, Apache, HAProxy and Caddy say GOAWAY at each reload, and load balancers do when a connection is old. A reload
#   that cuts no browser cuts every long response that a Java service reads: streamed answers, server-sent events, downloads. Whoever
#   streams with this client before 24 chooses HTTP/1.1, or resumes.
set -euo pipefail

work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

keytool -genkeypair -keystore server.p12 -storepass changeit -alias server -dname CN=localhost -ext san=dns:localhost \
  -keyalg EC -groupname secp256r1 -validity 2 2>/dev/null

cat >server.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'

const server = createSecureServer({ pfx: readFileSync('server.p12'), passphrase: 'changeit' })
server.on('stream', (stream) => {
  stream.on('error', () => {})
  stream.respond({ ':status': 200 })
  stream.write('first ')
  setTimeout(() => stream.session?.goaway(0, stream.id), 300)
  setTimeout(() => stream.destroyed || stream.end('second'), 1500)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
JS

cat >client.mjs <<'JS'
import { connect } from 'node:http2'

const session = connect(`https://localhost:${process.argv[2]}`, { rejectUnauthorized: false, lookup: (h, o, done) => done(null, o.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4) })
let body = ''
const stream = session.request({ ':path': '/' })
stream.on('data', (part) => (body += part))
stream.on('error', (error) => (body += error.message))
stream.on('close', () => {
  console.log(body)
  process.exit()
})
JS

cat >Probe.java <<'JAVA'
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Probe {
  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(Files.newInputStream(Path.of("server.p12")), "changeit".toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    URI uri = URI.create("https://localhost:" + arguments[0] + "/");
    HttpResponse<InputStream> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    StringBuilder body = new StringBuilder(response.version() + " ");
    try (InputStream in = response.body()) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        body.append((char) next);
      }
    } catch (java.io.IOException e) {
      body.append(e.getMessage());
    }
    System.out.println(body);
  }
}
JAVA

node server.mjs >port &
server=$!
until [[ -s port ]]; do sleep 0.1; done

node_saw=$(node client.mjs "$(cat port)")
java_saw=$(java Probe.java "$(cat port)")
echo "Node.js: $node_saw"
echo "Java:    $java_saw"
[[ $node_saw == 'first second' ]]
[[ $java_saw == 'HTTP_2 first closed' ]]
