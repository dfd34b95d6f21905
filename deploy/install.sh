#!/bin/bash
# Installs Uru without containers, as root, from any folder, after `mvn -DskipTests package`. Running it again installs another
# release; settings that exist are kept. docs/deployment.md has the steps around it.
#   deploy/install.sh chat.example.org    behind a reverse proxy on this machine that serves https://chat.example.org
#   deploy/install.sh                     http://localhost:8080, to look at it
# URU_ROOT is put before every path, for packages and tests; then neither user nor systemd is touched.
set -euo pipefail
source_folder=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
root=${URU_ROOT:-}
domain=${1:-}

fail() {
  echo "$1" >&2
  exit 1
}

secret() {
  od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

[[ -n $root || $EUID == 0 ]] || fail "Run it as root: it writes to /opt/uru and /etc/uru."
[[ -z $domain || $domain =~ ^[A-Za-z0-9.-]+$ ]] || fail "$domain is no domain: give only the name, such as chat.example.org."
command -v java >/dev/null || fail "Install Java 17 or newer: the command java is not there."
[[ -d $source_folder/web/target/uru && -f $source_folder/web/target/image/payara-micro.jar ]] \
  || fail "Run mvn -DskipTests package in $source_folder first: web/target/uru is not there."

umask 022
new=$root/opt/uru.new
rm -rf "$new"
mkdir -p "$new" "$root/etc/uru" "$root/etc/systemd/system"
cp -r "$source_folder/deploy/payara/." "$new"
cp -r "$source_folder/web/target/uru" "$new/app"
java -jar "$source_folder/web/target/image/payara-micro.jar" --rootdir "$new/server" --outputlauncher >/dev/null 2>&1 \
  || fail "The server could not be unpacked: java -jar web/target/image/payara-micro.jar says why."
rm -rf "$root/opt/uru"
mv "$new" "$root/opt/uru"
cp "$source_folder"/deploy/systemd/*.service "$root/etc/systemd/system"

umask 077
if [[ ! -e $root/etc/uru/uru.env ]]; then
  administrator=admin@${domain:-example.org}
  [[ $administrator == *.* ]] || administrator=$administrator.localdomain
  password=$(secret 8)
  {
    echo "# Settings of the server: docs/configuration.md."
    echo "URU_DATABASE_URL=jdbc:postgresql://localhost:5432/uru"
    echo "URU_DATABASE_PASSWORD=$(secret 24)"
    echo "URU_SERVER_KEYS_FILE=/var/lib/uru/server-keys.json"
    echo "URU_METRICS_PASSWORD=$(secret 16)"
    echo "URU_ADMIN_EMAIL=$administrator"
    echo "URU_ADMIN_PASSWORD=$password"
    if [[ -n $domain ]]; then
      echo "URU_ISSUER=https://$domain"
      echo "URU_TRUSTED_PROXIES=1"
    else
      echo "URU_ISSUER=http://localhost:8080"
    fi
  } >"$root/etc/uru/uru.env"
  echo "Sign in at ${domain:+https://}${domain:-http://localhost:8080} as $administrator with the password $password"
fi
if [[ ! -e $root/etc/uru/setup.env ]]; then
  {
    echo "# What only the set-up may know."
    echo "URU_DATABASE_SUPERUSER_URL=jdbc:postgresql://localhost:5432/postgres"
    echo "URU_DATABASE_SUPERUSER_PASSWORD=$(secret 24)"
    echo "URU_DATABASE_OWNER_URL=jdbc:postgresql://localhost:5432/uru"
    echo "URU_DATABASE_OWNER_USER=uru_owner"
    echo "URU_DATABASE_OWNER_PASSWORD=$(secret 24)"
  } >"$root/etc/uru/setup.env"
fi

if [[ -z $root ]]; then
  id uru >/dev/null 2>&1 || useradd --system --home-dir /var/lib/uru --shell /usr/sbin/nologin uru
  # The server writes beside its jars.
  chown -R uru: /opt/uru/server
  if [[ -d /run/systemd/system ]]; then
    systemctl daemon-reload
  fi
fi
echo "Installed in $root/opt/uru, with settings in $root/etc/uru."
