#!/bin/bash
# Elestio, after a backup of this folder was put back: loads the dump into the database, then starts everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
compose() {
  docker-compose -f docker-compose.elestio.yml "$@"
}

./scripts/preInstall.sh
compose down
compose up -d setup
for ((second = 0; second < 120; second++)); do
  compose exec -T postgres psql --username=postgres --dbname=uru --command='select 1' >/dev/null 2>&1 && break
  sleep 1
done
compose exec -T postgres pg_restore --username=postgres --dbname=uru --clean --if-exists --single-transaction <data/backup/uru.dump
compose up -d
./scripts/postInstall.sh
