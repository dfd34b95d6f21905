#!/bin/bash
# Asks the server beside it whether it is ready; needs no curl. Without an application the server calls itself ready, too: ours has a
# check of the database.
exec 3<>"/dev/tcp/127.0.0.1/${URU_PORT:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -d '' -t 5 answer <&3
[[ $answer == HTTP/*" 200 "*'"database"'* ]]
