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

archive=()
[[ -f /opt/uru/server.jsa ]] && archive=(-XX:SharedArchiveFile=/opt/uru/server.jsa -Xlog:cds=off -Xlog:cds+dynamic=off)

# No heap dumps: keys that are in use are in memory.
# shellcheck disable=SC2086
exec java "${archive[@]}" \
  -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError \
  ${URU_JAVA_OPTIONS:-} \
  -jar /opt/uru/server/launch-micro.jar \
  --nohazelcast --disablephonehome --prebootcommandfile /opt/uru/preboot.txt \
  --port "${URU_PORT:-8080}" --contextroot / --deploy /opt/uru/app
