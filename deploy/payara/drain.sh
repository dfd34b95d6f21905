#!/bin/bash
# Lets the server in this container finish its answers before it is stopped; returns when nothing runs any more, at the latest after
# URU_SHUTDOWN_GRACE and some seconds. A server that is not there has nothing to finish.
exec 2>/dev/null
exec 3<>"/dev/tcp/127.0.0.1/${URU_PORT:-8080}" || exit 0
printf 'POST /operations/drain HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\nUru-Operations-Secret: %s\r\n\r\n' \
  "${URU_OPERATIONS_SECRET:-}" >&3
read -r _ <&3
exit 0
