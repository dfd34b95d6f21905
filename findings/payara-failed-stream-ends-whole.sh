#!/usr/bin/env bash
# Payara Micro 6.2025.10 (Jersey 3.1, Grizzly), JDK 17: a download that fails after the response was committed.
#
# Guess: the chunked response has no end: the container closes the connection without the last chunk, and clients report a broken
#   transfer (curl exits with 18).
# Seen: the exception is logged, and the last chunk is written. The client has status 200 and a response that is whole by HTTP but lacks
#   its end; curl exits with 0. It is the same for an IOException and a WebApplicationException of a StreamingOutput, and for a plain
#   servlet that throws.
# Why it matters: a download that the server could not finish (a database that went away, a row that was deleted) looks complete to
#   browsers, proxies and scripts. A format needs an end that can be checked, or the length has to be known before.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true

mkdir -p probe/WEB-INF/classes src
cat >src/Download.java <<'JAVA'
package probe;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

@Path("/{failure}")
public class Download {
  @ApplicationPath("/rest")
  public static class App extends Application {}

  @WebServlet("/servlet/*")
  public static class Plain extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      half(response.getOutputStream());
      throw new IOException("the source is gone");
    }
  }

  @GET
  public StreamingOutput get(@PathParam("failure") String failure) {
    return out -> {
      half(out);
      if (failure.equals("io")) {
        throw new IOException("the source is gone");
      }
      throw new WebApplicationException("the source is gone");
    };
  }

  private static void half(OutputStream out) throws IOException {
    for (int i = 0; i < 20_000; i++) {
      out.write("a line of the file\n".getBytes());
    }
    out.flush();
  }
}
JAVA
javac -proc:none -cp 'api/*' -d probe/WEB-INF/classes src/Download.java
(cd probe && jar --create --file ../probe.war WEB-INF)

port=18419
java -jar payara-micro.jar --nocluster --nohostaware --port $port --contextroot / --deploy probe.war >server.log 2>&1 &
server=$!
for _ in $(seq 1 240); do
  if grep -q 'Payara Micro .* ready' server.log; then break; fi
  sleep 0.5
done

failed=0
download() {
  local path=$1 expected=$2 code=0 status
  status=$(curl -s -o file -w '%{http_code}' "http://127.0.0.1:$port$path") || code=$?
  echo "  $path: status $status, curl exits with $code, $(wc -c <file) bytes"
  [[ $code == "$expected" ]] || { echo "changed: expected curl to exit with $expected"; failed=1; }
}

echo "Payara Micro $VERSION:"
download /rest/io 0
download /rest/http 0
download /servlet/io 0
exit $failed
