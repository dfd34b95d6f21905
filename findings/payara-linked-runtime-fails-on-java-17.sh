#!/usr/bin/env bash
# Payara Micro 6.2025.10, unpacked by --rootdir --outputlauncher: the folder `runtime` of its jars as a symbolic link, JDK 17.
#
# Guess: the launcher finds its jars through a link as well as in a folder, with every Java that Payara supports.
# Seen: on Java 17 the same launcher boots from a folder, and fails through a link, before any application: "There was no object
#   available in __HK2_Generated_0 for injection at SystemInjecteeImpl(requiredType=AuthorizationService". Links to the single jars
#   fail alike. On Java 25 (Temurin 25.0.3, not part of this script) both boot.
# Why it matters: a read-only installation that links the jars, as images do, works on the Java that it was made with, and names
#   neither the link nor a file on another.
set -euo pipefail

VERSION=6.2025.10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | grep -q '"17' || { echo "It needs Java 17 as java." >&2; exit 2; }
mvn -q -B dependency:copy -Dartifact=fish.payara.extras:payara-micro:$VERSION -DoutputDirectory=. -Dmdep.stripVersion=true
java -jar payara-micro.jar --rootdir folder --outputlauncher >unpack.log 2>&1
cp -r folder link
rm -r link/runtime
mv folder/runtime jars
cp -r jars folder/runtime
ln -s "$work/jars" link/runtime

# Boots the server until it is ready or has failed, and ends it.
boot() {
  java -jar "$1/launch-micro.jar" --nocluster --disablephonehome --autobindhttp >"$1.log" 2>&1 &
  local server=$!
  for _ in $(seq 1 240); do
    if grep -qE 'Payara Micro .* ready|BootstrapException' "$1.log"; then break; fi
    kill -0 $server 2>/dev/null || break
    sleep 0.5
  done
  kill $server 2>/dev/null || true
  wait $server 2>/dev/null || true
}

boot folder
boot link
echo "folder: $(grep -oE 'Payara Micro .* ready' folder.log | head -n 1)"
echo "link:   $(grep -oE 'There was no object available.*requiredType=[A-Za-z]+' link.log | head -n 1)"
grep -qE 'Payara Micro .* ready' folder.log
grep -q 'requiredType=AuthorizationService' link.log
! grep -qE 'Payara Micro .* ready' link.log
