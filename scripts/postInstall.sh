#!/bin/bash
# Elestio, after a start: waits until Uru is ready. The first administrator is made by Uru itself, from .env.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

listen=$(sed -n 's/^URU_LISTEN=//p' .env)
for ((second = 0; second < 300; second++)); do
  if curl -fsS -o /dev/null "http://${listen:-172.17.0.1:8080}/health/ready" 2>/dev/null; then
    echo "Uru is ready."
    exit 0
  fi
  sleep 1
done
echo "Uru is not ready after 300 seconds: see docker-compose logs app." >&2
exit 1
