#!/bin/bash
# Writes .env and the folder `secrets` for docker-compose.yml, with passwords made here. It never changes what exists.
#   deploy/prepare.sh                     http://localhost:8080, to look at it or behind a proxy of your own
#   deploy/prepare.sh chat.example.org    https://chat.example.org, with certificates (profile `tls`)
#   deploy/prepare.sh localhost           https://localhost, with certificates that only this machine knows
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

domain=${1:-}
for made in .env secrets; do
  if [[ -e $made ]]; then
    echo "$made is there already: change it, or move it away first." >&2
    exit 1
  fi
done
if [[ -n $domain && ! $domain =~ ^[A-Za-z0-9.-]+$ ]]; then
  echo "$domain is no domain: give only the name, such as chat.example.org." >&2
  exit 1
fi

# secret FILE BYTES. The folder keeps others out: the file is mounted as it is, and read by the user of its container.
secret() {
  od -An -N"$2" -tx1 /dev/urandom | tr -d ' \n' >"secrets/$1"
  chmod 444 "secrets/$1"
}

umask 077
mkdir secrets
secret database_superuser_password 24
secret database_owner_password 24
secret database_password 24
secret admin_password 8
secret metrics_password 16
secret grafana_password 8

administrator=admin@${domain:-example.org}
[[ $administrator == *.* ]] || administrator=$administrator.localdomain
{
  echo "# Made by deploy/prepare.sh; .env.example explains every variable."
  echo "URU_ADMIN_EMAIL=$administrator"
  echo "URU_ADMIN_PASSWORD_FILE=/run/secrets/admin_password"
  echo "URU_METRICS_PASSWORD_FILE=/run/secrets/metrics_password"
  if [[ -n $domain ]]; then
    echo "COMPOSE_PROFILES=tls"
    echo "URU_DOMAIN=$domain"
    echo "URU_ISSUER=https://$domain"
    echo "URU_TRUSTED_PROXIES=1"
  else
    echo "URU_ISSUER=http://localhost:8080"
  fi
} >.env

echo "Wrote .env and secrets. Start Uru with: docker compose up --build --detach"
echo "Then open ${domain:+https://}${domain:-http://localhost:8080} and sign in as $administrator with the password $(<secrets/admin_password)"
