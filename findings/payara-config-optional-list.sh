#!/usr/bin/env bash
# Payara Micro 6.2025.10 (MicroProfile Config 3.0), JDK 17: @ConfigProperty with Optional<List<String>>.
#
# Guess: Optional<T> is injected for every T that can be converted, so Optional<List<String>> works as Optional<String[]> and
#   List<String> do.
# Seen: the deployment of the whole archive fails with a ClassCastException ("…ParameterizedTypeImpl cannot be cast to class
#   java.lang.Class"). Optional<String[]> in its place deploys and is filled.
# Why it matters: unit tests that call the constructor and other implementations accept the type; only a start of the server
#   shows it, and the message names neither the class nor the property.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=jakarta.platform:jakarta.jakartaee-api:10.0.0 -DoutputDirectory=api -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=org.eclipse.microprofile.config:microprofile-config-api:3.0.3 -DoutputDirectory=api -Dmdep.stripVersion=true

# Builds a web archive with one eagerly created bean that has a setting of this type injected.
archive() {
  local name=$1 type=$2
  mkdir -p "$name/WEB-INF/classes/META-INF" "$name/src"
  cat >"$name/src/Settings.java" <<JAVA
package probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
public class Settings {
  @Inject
  @ConfigProperty(name = "probe.words")
  $type words;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    System.out.println("PROBE words present: " + words.isPresent());
  }
}
JAVA
  javac -proc:none -cp 'api/*' -d "$name/WEB-INF/classes" "$name/src/Settings.java"
  echo '<beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="all"/>' >"$name/WEB-INF/beans.xml"
  echo 'probe.words=a,b' >"$name/WEB-INF/classes/META-INF/microprofile-config.properties"
  (cd "$name" && jar --create --file "../$name.war" WEB-INF)
}

# Starts the server with the archive until it is deployed or has failed, and ends it.
deploy() {
  local name=$1
  java -jar payara-micro.jar --nocluster --nohostaware --autobindhttp --deploy "$name.war" >"$name.log" 2>&1 &
  local server=$!
  touch "$name.log"
  for _ in $(seq 1 240); do
    if grep -qE 'Payara Micro .* ready|CDI deployment failure|Failed to deploy' "$name.log"; then break; fi
    kill -0 $server 2>/dev/null || break
    sleep 0.5
  done
  kill $server 2>/dev/null || true
  wait $server 2>/dev/null || true
}

archive list 'Optional<List<String>>'
archive array 'Optional<String[]>'
deploy array
deploy list

echo "Optional<String[]>:     $(grep -o 'PROBE words present: .*' array.log | head -n 1)"
echo "Optional<List<String>>: $(grep -m 1 'ParameterizedTypeImpl cannot be cast' list.log | cut -c 1-300)"
grep -oE 'Failed to deploy|Exception while loading the app|deployment failure' list.log | sort | uniq -c
grep -q 'PROBE words present: true' array.log
grep -q 'ParameterizedTypeImpl cannot be cast to class java.lang.Class' list.log
! grep -q 'PROBE words present' list.log
