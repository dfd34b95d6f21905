#!/bin/bash
# Starts the server in a container; refuses to, with one line for each reason, when it cannot work.
set -euo pipefail

missing=0
need() {
  echo "uru: $1" >&2
  missing=1
}
[[ -n "${URU_DATABASE_URL:-}" ]] || need "set URU_DATABASE_URL, for example jdbc:postgresql://postgres:5432/uru"
[[ -n "${URU_DATABASE_PASSWORD:-}" ]] || need "set URU_DATABASE_PASSWORD, the password of the application role"
if [[ -z "${URU_SERVER_KEYS:-}" ]]; then
  [[ -n "${URU_SERVER_KEYS_FILE:-}" ]] || need "set URU_SERVER_KEYS_FILE, the file of key pairs that setup.sh makes"
  [[ -z "${URU_SERVER_KEYS_FILE:-}" || -r "$URU_SERVER_KEYS_FILE" ]] || need "$URU_SERVER_KEYS_FILE cannot be read: run setup.sh as the same user"
fi
[[ -n "${URU_ISSUER:-}" ]] || need "set URU_ISSUER, the address that people open, for example https://chat.example.org"
[[ $missing == 0 ]] || exit 78

# Whoever stops the server says so first, and this proves who says it.
if [[ -z "${URU_OPERATIONS_SECRET:-}" ]]; then
  URU_OPERATIONS_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
fi
export URU_OPERATIONS_SECRET

# Payara writes beside its jars. Where it may not, as in the image, it has a folder of its own with links to them.
server_home=/opt/uru/server
if [[ ! -w $server_home ]]; then
  server_home=/tmp/uru-server
  rm -rf "$server_home"
  mkdir "$server_home"
  cp -rp /opt/uru/server/{config,launch-micro.jar} "$server_home"
  ln -s /opt/uru/server/{META-INF,docroot,lib,runtime} "$server_home"
fi

archive=()
[[ -f /opt/uru/server.jsa ]] && archive=(-XX:SharedArchiveFile=/opt/uru/server.jsa -Xlog:disable)
[[ -f /opt/uru/server.aot ]] && archive=(-XX:AOTCache=/opt/uru/server.aot -Xlog:disable)

# Many arenas of malloc keep what many threads have freed.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}

# No heap dumps: keys that are in use are in memory. Naming the JSON provider spares a search through all archives, several times
# a request (jakarta.json.spi.JsonProvider). The empty list lets the JVM send user name and password to a proxy for https. Payara
# upper-cases the names of settings in the default locale, and in Turkish URU_SIGN_UP would be URU_SİGN_UP: hence English.
# shellcheck disable=SC2086
java "${archive[@]}" \
  -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError \
  -Duser.language=en \
  -Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl \
  -Djdk.http.auth.tunneling.disabledSchemes= \
  ${URU_JAVA_OPTIONS:--XX:+UseSerialGC -Xms96m -Xmn48m -Xmx384m -Xss512k} \
  -jar "$server_home/launch-micro.jar" \
  --nohazelcast --disablephonehome --prebootcommandfile /opt/uru/preboot.txt \
  --port "${URU_PORT:-8080}" --contextroot / --deploy /opt/uru/app &
server=$!

# SIGTERM stops the containers of Payara first, and with them everything that could save an answer. So it comes second: a first
# signal lets the running answers finish, another one is the end of patience.
stop() {
  trap 'kill -TERM $server 2>/dev/null || true' TERM INT
  /opt/uru/drain.sh &
  wait $! || true
  kill -TERM "$server" 2>/dev/null || true
}
trap stop TERM INT

# The server stays up without its application when that cannot be deployed, for example because the database is away: then
# it has to end, so that whoever watches the container starts it anew.
limit=${URU_START_LIMIT_SECONDS:-300}
until /opt/uru/healthcheck.sh 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || break
  if ((SECONDS > limit)); then
    echo "uru: not ready after $limit seconds, see the log above; stopping" >&2
    kill -TERM "$server"
    break
  fi
  sleep 1 &
  wait $! || true
done

# A wait ends with each signal, the last one when the server has ended.
status=0
while wait "$server" && status=0 || status=$?; kill -0 "$server" 2>/dev/null; do :; done
exit $status
