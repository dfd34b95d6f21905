#!/bin/bash
# Starts the server and stays until it has ended. A start that fails ends at once, with its reason as the last line and one of these
# exit codes; the server's own words about it are kept in a file.
readonly UNAVAILABLE=69   # the database does not answer
readonly NOT_DEPLOYED=70  # the application does not run for another reason
readonly PORT_TAKEN=71    # another program listens at the port
readonly TOO_SLOW=75      # not ready within URU_START_LIMIT_SECONDS
readonly MISCONFIGURED=78 # a setting is missing or wrong: starting again does not help
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
port=${URU_PORT:-8080}
format=${URU_LOG_FORMAT:-text}
# As logging.properties writes it; RFC 3339 wants a colon in the offset.
readonly text_line='^(20[^ ]*[+-][0-9]{2})([0-9]{2}) ([A-Z]+) ([^ :]+): (.*)$'

# Writes one line as the server does, in JSON if that is asked for.
say() {
  if [[ $format == json ]]; then
    json "$1" uru "$2"
  else
    printf '%s\n' "uru: $2"
  fi
}

# Writes one line in JSON: level, logger, message and, if it is not now, the time.
json() {
  local text=$3 now
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//[[:cntrl:]]/ }
  TZ=UTC0 printf -v now '%(%Y-%m-%dT%H:%M:%SZ)T' -1
  printf '{"time":"%s","level":"%s","logger":"%s","message":"%s"}\n' "${4:-$now}" "$1" "$2" "$text"
}

# Writes a line of the server. Before the application has set the log up, and past the loggers, it is text.
show() {
  if [[ $format != json || $1 == '{"time":'* ]]; then
    printf '%s\n' "$1"
  elif [[ $1 =~ $text_line ]]; then
    json "${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}" "${BASH_REMATCH[5]}" "${BASH_REMATCH[1]}:${BASH_REMATCH[2]}"
  else
    json INFO server "$1"
  fi
}

# Ends with a reason as the last line.
fail() {
  say SEVERE "$2" >&2
  exit "$1"
}

# What is empty is not set; the server would take an empty number for a number.
for name in "${!URU_@}"; do
  [[ -n ${!name} ]] || unset "$name"
done

# Settings, port, keys and database, before the server takes its time.
exec 3< <(exec "$home/check.sh" start 2>&1)
check=$!
trap 'kill -TERM $check 2>/dev/null; exit 0' TERM INT
found=()
while IFS= read -r line; do found+=("$line"); done <&3
status=0
wait "$check" || status=$?
trap - TERM INT
for line in ${found[@]+"${found[@]}"}; do
  case $line in
    'WARNING '*) say WARNING "${line#* }" ;;
    'SEVERE '*) say SEVERE "${line#* }" >&2 ;;
    *) ((status == 0)) || printf '%s\n' "$line" >&2 ;;
  esac
done
((status == 0)) || exit $status

# The head and body of the answer of the readiness check, or nothing.
health() {
  local answer=
  {
    exec 9<>"/dev/tcp/127.0.0.1/$port" || exit 0
    printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&9
    IFS= read -r -d '' -t 5 answer <&9 || true
  } 2>/dev/null
  printf '%s' "$answer"
}

# Whoever stops the server says so first, and this proves who says it.
if [[ -z "${URU_OPERATIONS_SECRET:-}" ]]; then
  URU_OPERATIONS_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
fi
export URU_OPERATIONS_SECRET

# Payara writes beside its jars. Where it may not, as in the image, it has a folder of its own with links to them; elsewhere it has to
# forget what it has deployed before, or it would deploy it twice.
server_home=$home/server
if [[ -w $server_home/config ]]; then
  original=$server_home/config/domain.xml.original
  [[ -f $original ]] || cp "$server_home/config/domain.xml" "$original"
  cp "$original" "$server_home/config/domain.xml"
  rm -rf "$server_home/applications" "$server_home/generated"
else
  server_home=${TMPDIR:-/tmp}/uru-server
  rm -rf "$server_home"
  mkdir "$server_home"
  cp -rp "$home"/server/{config,launch-micro.jar} "$server_home"
  ln -s "$home"/server/{META-INF,docroot,lib,runtime} "$server_home"
fi

archive=()
[[ -f $home/server.jsa ]] && archive=(-XX:SharedArchiveFile="$home/server.jsa" -Xlog:disable)
[[ -f $home/server.aot ]] && archive=(-XX:AOTCache="$home/server.aot" -Xlog:disable)

# The server finds no classes in a folder that is a link.
application=$(readlink -f "$home/app")

# Many arenas of malloc keep what many threads have freed.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}

# No heap dumps: keys that are in use are in memory. Naming the JSON provider spares a search through all archives, several times
# a request (jakarta.json.spi.JsonProvider). The empty list lets the JVM send user name and password to a proxy for https. Payara
# upper-cases the names of settings in the default locale, and in Turkish the upper case of i is not I: hence English.
launch() {
  # shellcheck disable=SC2086
  exec java "${archive[@]}" \
    -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError \
    -Duser.language=en \
    -Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl \
    -Djdk.http.auth.tunneling.disabledSchemes= \
    ${URU_JAVA_OPTIONS:--XX:+UseSerialGC -Xms96m -Xmn48m -Xmx384m -Xss512k} \
    -jar "$server_home/launch-micro.jar" \
    --logproperties "$home/logging.properties" \
    --nohazelcast --disablephonehome --prebootcommandfile "$home/preboot.txt" \
    --port "$port" --contextroot / --deploy "$application" 2>&1
}
coproc SERVER { launch; }
server=$SERVER_PID
exec 3<&"${SERVER[0]}"

# SIGTERM stops the containers of Payara first, and with them everything that could save an answer. So it comes second: a first
# signal lets the running answers finish, another one is the end of patience.
stopping=no
forwarder=
# shellcheck disable=SC2317
stop() {
  stopping=yes
  trap 'kill -TERM $server 2>/dev/null || true' TERM INT
  "$home/drain.sh" &
  wait $! || true
  [[ -z $forwarder ]] || kill -USR1 "$forwarder" 2>/dev/null || true
  kill -TERM "$server" 2>/dev/null || true
}
trap stop TERM INT

# Shows the lines of Uru and keeps all others: they are of use only when the start fails.
output=()
booted=no
hear() {
  output+=("$1")
  case $1 in
    20[0-9][0-9]-*' com.uru.chatbot.'* | '{"time":'*'"logger":"com.uru.chatbot.'*) show "$1" ;;
    *' ready in '*) booted=yes ;;
  esac
}

# The last cause in the server's words.
reason() {
  local line cause=
  for line in "${output[@]}"; do
    case $line in
      *'Address already in use'* | *'ConfigProperty '* | *URU_*) cause=$line && break ;;
      'Caused by: '*': '*) cause=${line#Caused by: } ;;
      20[0-9][0-9]-*' SEVERE '*) [[ -n $cause ]] || cause=${line#* SEVERE } ;;
    esac
  done
  cause=${cause#Caused by: }
  cause=${cause:0:500}
  while [[ $cause =~ ^[a-z]+(\.[A-Za-z0-9_$]+)+:\ (.+)$ ]]; do cause=${BASH_REMATCH[2]}; done
  printf '%s' "${cause:-${output[0]:-it does not say why}}"
}

# Ends the server, which has nothing to finish, and says why it did not start.
give_up() {
  { kill -KILL "$server" && wait "$server"; } 2>/dev/null || true
  while IFS= read -r -t 1 line <&3; do hear "$line"; done
  local log=$server_home/failed-start.log
  printf '%s\n' "${output[@]}" >"$log"
  say INFO "what the server said is in $log" >&2
  local status=$1 why
  why=$(reason)
  if [[ $status == "$NOT_DEPLOYED" ]]; then
    case "${output[*]}" in
      *'Address already in use'*) status=$PORT_TAKEN ;;
      *org.postgresql.util.PSQLException*) status=$UNAVAILABLE ;;
      *'ConfigProperty '* | *URU_* | *InvalidServerKeys*) status=$MISCONFIGURED ;;
    esac
  fi
  fail "$status" "$2: $why"
}

# The server stays up without its application when that cannot be deployed: then it has to end, so that whoever watches it starts
# it anew.
limit=${URU_START_LIMIT_SECONDS:-300}
SECONDS=0
line=
while [[ $stopping == no ]]; do
  part=
  if IFS= read -r -t 0.25 part <&3; then
    hear "$line$part"
    line=
    continue
  elif (($? <= 128)); then
    wait "$server" && ended=0 || ended=$?
    [[ $stopping == no ]] || break
    give_up $NOT_DEPLOYED "the server ended while it started (exit code $ended)"
  fi
  line+=$part
  answer=$(health)
  # Without an application the server calls itself ready, too; ours has a check of the database.
  if [[ $answer == HTTP/*' 200 '*'"database"'* ]]; then
    say INFO "ready at port $port after $SECONDS s"
    break
  fi
  if [[ $booted == yes && $answer == HTTP/* && $answer != *'"database"'* ]]; then
    give_up $NOT_DEPLOYED "the application does not run"
  fi
  if ((SECONDS >= limit)); then
    give_up $TOO_SLOW "not ready after $limit seconds"
  fi
done
output=()
# From now on the server's words are the log; while it stops, only those of Uru with their stack traces are.
forward() {
  local mine=yes
  trap 'stopping=yes' USR1
  while [[ $booted == no ]] && IFS= read -r line; do hear "$line"; done
  while IFS= read -r line; do
    case $line in
      20[0-9][0-9]-*' com.uru.chatbot.'* | '{"time":'*'"logger":"com.uru.chatbot.'*) mine=yes ;;
      $'\t'* | 'Caused by: '* | [a-z]*.*Exception* | [a-z]*.*Error*) ;;
      *) mine=no ;;
    esac
    [[ $stopping == yes && $mine == no ]] || show "$line"
  done
}
forward <&3 &
forwarder=$!

# A wait ends with each signal, the last one when the server has ended.
status=0
while wait "$server" && status=0 || status=$?; kill -0 "$server" 2>/dev/null; do :; done
# 143 is the JVM's word for having been asked.
[[ $stopping == yes && $status == 143 ]] && status=0
exit $status
