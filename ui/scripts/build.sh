#!/bin/sh
# What Maven calls: makes sure that there is a Node to build with, then builds or checks (build.mjs says what).
set -eu
cd "$(dirname "$0")/.."
need='Uru needs Node.js 20.19 or newer, with npm, to build its user interface'
command -v node >/dev/null && command -v npm >/dev/null || {
  echo "$need: install it and make sure that node and npm are on the PATH." >&2
  exit 1
}
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' || {
  echo "$need; the PATH has $(node --version)." >&2
  exit 1
}
exec node scripts/build.mjs "$@"
