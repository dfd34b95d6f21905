#!/bin/bash
# Writes .env for docker-compose.yml, with passwords made here. It never changes a .env that exists.
#   deploy/prepare.sh                     http://localhost:8080, to look at it or behind a proxy of your own
#   deploy/prepare.sh chat.example.org    https://chat.example.org, with certificates (profile `tls`)
#   deploy/prepare.sh localhost           https://localhost, with certificates that only this machine knows
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

domain=${1:-}
if [[ -e .env ]]; then
  echo "There is a .env already: change it, or move it away first." >&2
  exit 1
fi
if [[ -n $domain && ! $domain =~ ^[A-Za-z0-9.-]+$ ]]; then
  echo "$domain is no domain: give only the name, such as chat.example.org." >&2
  exit 1
fi

secret() {
  od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

umask 077
administrator=admin@${domain:-example.org}
[[ $administrator == *.* ]] || administrator=$administrator.localdomain
password=$(secret 8)
{
  echo "# Made by deploy/prepare.sh; .env.example explains every variable."
  echo "POSTGRES_PASSWORD=$(secret 24)"
  echo "URU_DATABASE_OWNER_PASSWORD=$(secret 24)"
  echo "URU_DATABASE_PASSWORD=$(secret 24)"
  echo "URU_METRICS_PASSWORD=$(secret 16)"
  echo "URU_GRAFANA_PASSWORD=$(secret 8)"
  echo "URU_ADMIN_EMAIL=$administrator"
  echo "URU_ADMIN_PASSWORD=$password"
  if [[ -n $domain ]]; then
    echo "COMPOSE_PROFILES=tls"
    echo "URU_DOMAIN=$domain"
    echo "URU_ISSUER=https://$domain"
    echo "URU_TRUSTED_PROXIES=1"
  else
    echo "URU_ISSUER=http://localhost:8080"
  fi
} >.env

echo "Wrote .env. Start Uru with: docker compose up --build --detach"
echo "Then open ${domain:+https://}${domain:-http://localhost:8080} and sign in as $administrator with the password $password"
