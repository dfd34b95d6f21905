#!/bin/bash
# Elestio, before a backup of this folder: a dump, because files of a running database are no backup.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

docker-compose -f docker-compose.elestio.yml exec -T postgres pg_dump --username=postgres --format=custom uru >data/backup/uru.dump.new
mv data/backup/uru.dump.new data/backup/uru.dump
