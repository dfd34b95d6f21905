#!/bin/bash
# The one-shot job before the first start and every upgrade: makes the server's key pairs if there are none, the database's
# roles if a superuser is given, and brings the schema up to date. Running it again is harmless. It waits for the database, as long
# as URU_DATABASE_WAIT says. Exit codes are those of start.sh.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
libraries="$home/app/WEB-INF/lib/*"

if [[ -n "${URU_SERVER_KEYS_FILE:-}" ]]; then
  java -cp "$libraries" com.uru.chatbot.serverkey.ServerKeysFile "$URU_SERVER_KEYS_FILE"
fi
"$home/check.sh" setup

source "$home/secrets.sh"
exec java -Duser.language=en -cp "$libraries" com.uru.chatbot.db.DatabaseSetup
