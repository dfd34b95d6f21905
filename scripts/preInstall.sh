#!/bin/bash
# Elestio, before the first start and before an update: folders with their owners, and passwords that .env does not have yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p data/postgres data/keys data/backup
# The user of Uru's image.
chown 10001:10001 data/keys
chmod 700 data/keys data/backup

touch .env
chmod 600 .env
# A file without a last line break would swallow the first line that is added.
[[ ! -s .env || -z $(tail -c 1 .env) ]] || echo >>.env
for name in POSTGRES_PASSWORD URU_DATABASE_OWNER_PASSWORD URU_DATABASE_PASSWORD URU_METRICS_PASSWORD; do
  grep -q "^$name=." .env || echo "$name=$(openssl rand -hex 24)" >>.env
done
