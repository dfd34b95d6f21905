#!/usr/bin/env bash
# Payara Micro 6.2025.10 (Jersey 3.1), JDK 17: a servlet filter sets "Vary: Origin" before the request reaches JAX-RS, and the resource
# has a Vary header of its own.
#
# Guess: the response has both values, as headers of a list are added to each other; that is what the same filter gets in front of a servlet
#   that calls addHeader.
# Seen: in front of a servlet it gets that, and in front of a resource without the header its own value stays. Where the resource sets the
#   header as well, Jersey replaces the filter's value: the response has "Vary: Accept" only. Other headers of the filter stay.
# Why it matters: a filter for CORS says "Vary: Origin" once for all responses. As soon as one resource says what else it varies by, a shared
#   cache may give one origin the response for another, and no test of the filter or of the resource alone shows it. The header has to be
#   added by a ContainerResponseFilter, or when the response is committed.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true

mkdir -p WEB-INF/classes src
cat >src/Probe.java <<'JAVA'
package probe;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

@ApplicationPath("/rest")
public class Probe extends Application {
  @WebFilter("/*")
  public static class Origin extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      response.addHeader("Vary", "Origin");
      response.addHeader("X-Other", "from the filter");
      chain.doFilter(request, response);
    }
  }

  @WebServlet("/servlet")
  public static class Servlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.addHeader("Vary", "Accept");
    }
  }

  @Path("/with")
  public static class With {
    @GET
    public Response get() {
      return Response.ok("with").header("Vary", "Accept").build();
    }
  }

  @Path("/without")
  public static class Without {
    @GET
    public Response get() {
      return Response.ok("without").build();
    }
  }
}
JAVA
javac -proc:none -cp 'api/*' -d WEB-INF/classes src/Probe.java
jar --create --file probe.war WEB-INF

java -jar payara-micro.jar --nocluster --nohostaware --autobindhttp --contextroot / --deploy probe.war >server.log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 1 240); do
  if grep -q 'Payara Micro .* ready' server.log; then break; fi
  sleep 0.5
done
port=$(grep -oE '"Http Port\(s\)": "[0-9]+"|http://[^ ]*:[0-9]+/' server.log | grep -oE '[0-9]+' | tail -n 1)

headers() {
  curl -s -D - -o /dev/null "http://localhost:$port/$1" | tr -d '\r' | grep -iE "^(Vary|X-Other):" | sort | paste -sd '|'
}
for path in servlet rest/without rest/with; do
  echo "$path: $(headers $path)"
done

[[ $(headers servlet) == 'Vary: Accept|Vary: Origin|X-Other: from the filter' ]]
[[ $(headers rest/without) == 'Vary: Origin|X-Other: from the filter' ]]
[[ $(headers rest/with) == 'Vary: Accept|X-Other: from the filter' ]]
