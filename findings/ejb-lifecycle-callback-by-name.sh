#!/usr/bin/env bash
# Payara Micro 6.2025.10 (Jakarta Enterprise Beans 4.0 Lite), JDK 17: a @PostConstruct method of a session bean that is overloaded.
#
# Guess: the container calls the method that carries the annotation; other methods of the same name are ordinary methods.
# Seen: the container looks the callback up by its name and takes the first method that it meets. Here a method of that name with a
#   parameter is declared first: the deployment fails with "CreateException: Initialization failed for Singleton …" and
#   "IllegalArgumentException: wrong number of arguments". The same class deploys when that method has another name, and a CDI bean
#   deploys with the overloaded name.
# Why it matters: "start()" for the container and "start(threads)" for tests is a usual pair. It compiles, passes unit tests, and
#   works in a CDI bean; only a start of the server shows it, the message names no method, and the order of methods decides.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true

# Builds a web archive with a bean whose callback is start(), and which has a second method of the given name.
archive() {
  local name=$1 annotations=$2 second=$3 trigger=$4
  mkdir -p "$name/WEB-INF/classes" "$name/src"
  cat >"$name/src/Starter.java" <<JAVA
package probe;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;

$annotations
public class Starter {
  void $second(String when) {
    System.out.println("PROBE started " + when);
  }

  @PostConstruct
  void start() {
    $second("now");
  }

  $trigger
}
JAVA
  javac -proc:none -cp 'api/*' -d "$name/WEB-INF/classes" "$name/src/Starter.java"
  echo '<beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="all"/>' >"$name/WEB-INF/beans.xml"
  (cd "$name" && jar --create --file "../$name.war" WEB-INF)
}

# Starts the server with the archive until it is deployed or has failed, and ends it.
deploy() {
  local name=$1
  java -jar payara-micro.jar --nocluster --nohostaware --autobindhttp --deploy "$name.war" >"$name.log" 2>&1 &
  local server=$!
  touch "$name.log"
  for _ in $(seq 1 240); do
    if grep -qE 'Payara Micro .* ready|Failed to deploy' "$name.log"; then break; fi
    kill -0 $server 2>/dev/null || break
    sleep 0.5
  done
  kill $server 2>/dev/null || true
  wait $server 2>/dev/null || true
}

archive overloaded '@Singleton @Startup' start ''
archive renamed '@Singleton @Startup' startAt ''
archive cdi '@ApplicationScoped' start 'void atStart(@Observes @Initialized(ApplicationScoped.class) Object event) {}'
for name in overloaded renamed cdi; do
  deploy $name
  echo "$name: $(grep -oE 'PROBE started now' $name.log | head -n 1)" \
    "$(grep -oE 'Initialization failed for Singleton Starter|IllegalArgumentException: wrong number of arguments' $name.log | sort -u | paste -sd ';')"
done

grep -q 'PROBE started now' renamed.log
grep -q 'PROBE started now' cdi.log
grep -q 'Initialization failed for Singleton Starter' overloaded.log
grep -q 'IllegalArgumentException: wrong number of arguments' overloaded.log
! grep -q 'PROBE started' overloaded.log
