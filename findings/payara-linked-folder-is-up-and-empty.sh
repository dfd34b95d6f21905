#!/usr/bin/env bash
# Payara Micro 6.2025.10, JDK 17: an application unpacked into a folder, and a symbolic link to that folder given to --deploy.
#
# Guess: the link is the folder to everybody who opens it, as it is to Tomcat and Jetty; or it is refused as no archive.
# Seen: through the link the application is "deployed" without any of its classes: its servlet answers 404, and so does its health check, as
#   there is none: /health/ready says 200 {"status":"UP","checks":[]}. No line of the log says that something is missing. Static files
#   of the folder are served. The folder itself, deployed with the same command, has both.
# Why it matters: releases are often laid out as versions with a link "current" to one of them. Whoever asks only for the status of
#   /health/ready sends people to an empty server. The path has to be resolved before it is given to the server, and a probe should look for
#   the name of one of the application's own checks.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=org.eclipse.microprofile.health:microprofile-health-api:4.0.1 -DoutputDirectory=api -Dmdep.stripVersion=true

mkdir -p folder/WEB-INF/classes src
echo static >folder/file.txt
cat >src/Probe.java <<'JAVA'
package probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

@WebServlet("/servlet")
public class Probe extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.getWriter().print("servlet");
  }

  @Readiness
  @ApplicationScoped
  public static class Check implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
      return HealthCheckResponse.up("own");
    }
  }
}
JAVA
javac -proc:none -cp 'api/*' -d folder/WEB-INF/classes src/Probe.java
ln -s folder link

probe() {
  java -jar payara-micro.jar --nocluster --nohostaware --autobindhttp --contextroot / --deploy "$1" >"$1.log" 2>&1 &
  server=$!
  for _ in $(seq 1 240); do
    if grep -q 'Payara Micro .* ready' "$1.log"; then break; fi
    sleep 0.5
  done
  local port
  port=$(grep -oE '"Http Port\(s\)": "[0-9]+"|http://[^ ]*:[0-9]+/' "$1.log" | grep -oE '[0-9]+' | tail -n 1)
  echo "deployed: $(grep -c 'Deployed 1 archive' "$1.log")"
  for path in servlet file.txt health/ready; do
    curl -s -o body -w "$path: %{http_code} " "http://localhost:$port/$path"
    grep -oE '"status":"UP","checks":(\[\]|.*"own")|^servlet|^static' body || echo
  done
  kill $server
  wait $server || true
}

folder=$(probe folder)
link=$(probe link)
printf 'folder:\n%s\nlink:\n%s\n' "$folder" "$link"

[[ $folder == *'servlet: 200 servlet'*'file.txt: 200 static'*'"status":"UP","checks":[{"name":"own"'* ]]
[[ $link == *'deployed: 1'*'servlet: 404'*'file.txt: 200 static'*'health/ready: 200 "status":"UP","checks":[]'* ]]
