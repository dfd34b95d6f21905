#!/usr/bin/env bash
# Payara Micro 6.2025.10 (Grizzly, Jersey 3.1), JDK 17: a request with DELETE and a JSON body.
#
# Guess: the body reaches the resource method; Jakarta REST allows an entity parameter for every method, and RFC 9110 (section 9.3.5)
#   leaves the content of a DELETE to the application.
# Seen: the listener answers "400 Bad Request" with an empty body before any filter or servlet is called, and closes the connection.
#   PUT and PATCH with the same body reach the resource. With
#   "http.allow-payload-for-undefined-http-methods=true" of the listener, DELETE reaches it too.
# Why it matters: an API whose DELETE takes a body (a password, a reason, a list of ids) works with other servers and in tests of the
#   resource; here its callers get a 400 without a word, and no log line, filter or exception mapper of the application sees it.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true

mkdir -p probe/WEB-INF/classes src
cat >src/Echo.java <<'JAVA'
package probe;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;

@Path("/echo")
public class Echo {
  @ApplicationPath("/")
  public static class App extends Application {}

  @PUT
  public String put(String body) {
    return "PUT " + body;
  }

  @PATCH
  public String patch(String body) {
    return "PATCH " + body;
  }

  @DELETE
  public String delete(String body) {
    return "DELETE " + body;
  }
}
JAVA
javac -proc:none -cp 'api/*' -d probe/WEB-INF/classes src/Echo.java
(cd probe && jar --create --file ../probe.war WEB-INF)

start() {
  local log=$1
  shift
  java -jar payara-micro.jar --nocluster --nohostaware --port "$port" --contextroot / --deploy probe.war "$@" >"$log" 2>&1 &
  server=$!
  for _ in $(seq 1 240); do
    if grep -q 'Payara Micro .* ready' "$log"; then return; fi
    sleep 0.5
  done
  cat "$log"
  exit 1
}

stop() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
}

ask() {
  curl -s -X "$1" -H 'Content-Type: text/plain' --data '{"reason":"x"}' -w '%{http_code}\n' "http://127.0.0.1:$port/echo"
}

expect() {
  echo "  $1: $3"
  [[ $3 == "$2" ]] || { echo "changed: expected $2"; exit 1; }
}

port=18417
echo "Payara Micro $VERSION as it comes:"
start default.log
expect PUT 'PUT {"reason":"x"}200' "$(ask PUT)"
expect PATCH 'PATCH {"reason":"x"}200' "$(ask PATCH)"
expect DELETE '400' "$(ask DELETE)"
stop

echo "with allow-payload-for-undefined-http-methods=true:"
echo 'set configs.config.server-config.network-config.protocols.protocol.http-listener.http.allow-payload-for-undefined-http-methods=true' >preboot.txt
start allowed.log --prebootcommandfile preboot.txt
expect DELETE 'DELETE {"reason":"x"}200' "$(ask DELETE)"
stop
