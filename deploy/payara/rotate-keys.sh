#!/bin/bash
# `uru rotate-keys add`, `promote` and `remove` replace the server's key pairs, with a restart of every node after each step. Exit codes
# are those of start.sh, and 74 for a file that cannot be read or written.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
exec java -Duser.language=en -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -cp "$home/app/WEB-INF/lib/*" com.uru.chatbot.serverkey.ServerKeysRotation "$@"
