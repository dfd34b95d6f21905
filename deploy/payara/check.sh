#!/bin/bash
# Says in one line each what is wrong with the installation: settings, keys, database, clock, encryption, the way to OpenAI. Exit codes
# are those of start.sh. English: start.sh reads the names of the levels.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# The empty list lets the JVM send user name and password to a proxy for https, as in start.sh.
exec java -Duser.language=en -Djdk.http.auth.tunneling.disabledSchemes= -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData \
  -Xshare:auto -cp "$home/app/WEB-INF/classes:$home/app/WEB-INF/lib/*" com.uru.chatbot.web.operations.InstallationCheck "$@"
