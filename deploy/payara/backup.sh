#!/bin/bash
# `uru backup FILE` writes the database and the server's keys into one file while Uru runs; `uru restore FILE` reads it into a database
# without people. - is standard output or input. Exit codes are those of start.sh, and 65 for a file that is no whole backup, 74 for
# one that cannot be read or written.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$home/secrets.sh"
exec java -Duser.language=en -cp "$home/app/WEB-INF/lib/*" com.uru.chatbot.db.BackupCommand "$@"
