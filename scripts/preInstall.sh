#!/bin/bash
# Elestio, before the first start and before an update: folders with their owners, and passwords that are not there yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p data/postgres data/keys data/backup data/secrets
# The user of Uru's image.
chown 10001:10001 data/keys
chmod 700 data/keys data/backup data/secrets

# The folder keeps others out: each file is mounted as it is, and read by the user of its container.
for name in database_superuser_password database_owner_password database_password metrics_password; do
  file=data/secrets/$name
  if [[ ! -s $file ]]; then
    openssl rand -hex 24 | tr -d '\n' >"$file"
    chmod 444 "$file"
  fi
done

touch .env
chmod 600 .env
