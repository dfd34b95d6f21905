#!/bin/bash
# Asks the server in this container whether it is ready; needs no curl.
exec 3<>"/dev/tcp/127.0.0.1/${URU_PORT:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r status <&3
[[ $status == *" 200 "* ]]
