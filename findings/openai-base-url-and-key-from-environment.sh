#!/usr/bin/env bash
# npm openai 7.59.0 and PyPI openai 3.57.0: address and key that a compose file or a mounted secret hands over not quite clean.
#
# Guess: OPENAI_BASE_URL set to nothing means the default address in both; a query in the base URL (?api-version=…) stays at
#   the end; a key with a line feed at its end is trimmed, or refused with a word about the key, in both.
# Seen: npm does so (it trims the key). Python takes the empty variable for the address and every call is a connection error;
#   it appends the path to the query ("/v1/?api-version=1models/m"); a key with a line feed is "Connection error.", and it
#   is tried three times as if the network had failed.
# Why it matters: OPENAI_BASE_URL=${OPENAI_BASE_URL:-} in a compose file and "echo KEY > secret" are common. The same
#   settings work for a service in JavaScript and look like a network fault in its neighbour in Python.
set -euo pipefail

work=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openai@7.59.0 >install.log 2>&1 || { cat install.log >&2; exit 1; }
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openai==3.57.0

cat >server.mjs <<'JS'
import http from 'node:http'
import { writeFileSync } from 'node:fs'

const server = http.createServer((request, answer) => {
  answer.setHeader('content-type', 'application/json')
  answer.end(JSON.stringify({ id: 'm', object: 'model', created: 1, owned_by: 'x', seen: `${request.url} ${request.headers.authorization}` }))
})
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)))
JS
node server.mjs &
server=$!
until [ -s port ]; do kill -0 "$server"; sleep 0.1; done

cat >probe.mjs <<'JS'
import OpenAI from 'openai'
const here = `http://127.0.0.1:${process.argv[2]}/v1`
process.env.OPENAI_API_KEY = 'sk-test\n'
const call = async (name, options) => {
  try {
    console.log(`npm ${name}:`, (await new OpenAI(options).models.retrieve('m')).seen)
  } catch (error) {
    console.log(`npm ${name}: ${error.constructor.name}: ${error.message}`)
  }
}
process.env.OPENAI_BASE_URL = ''
console.log(`npm empty address: ${JSON.stringify(new OpenAI().baseURL)}`)
await call('key with line feed', { baseURL: here })
await call('query', { baseURL: `${here}?api-version=1` })
JS
cat >probe.py <<'PY'
import logging, os, sys
import openai

retries = []
logging.getLogger("openai").setLevel(logging.INFO)


class Count(logging.Handler):
    def emit(self, record):
        if record.getMessage().startswith("Retrying request"):
            retries.append(record)


logging.getLogger("openai").addHandler(Count())

here = f"http://127.0.0.1:{sys.argv[1]}/v1"
os.environ["OPENAI_API_KEY"] = "sk-test\n"


def call(name, **options):
    try:
        print(f"PyPI {name}:", openai.OpenAI(**options).models.retrieve("m").seen)
    except Exception as error:
        print(f"PyPI {name}: {type(error).__name__}: {error}")


os.environ["OPENAI_BASE_URL"] = ""
print(f'PyPI empty address: "{openai.OpenAI().base_url}"')
call("empty address", max_retries=0, api_key="sk-test")
call("key with line feed", base_url=here)
print("PyPI key with line feed, retries:", len(retries))
call("query", base_url=f"{here}?api-version=1", api_key="sk-test")
PY
export NO_PROXY=127.0.0.1
{ node probe.mjs "$(cat port)"; venv/bin/python probe.py "$(cat port)"; } | tee seen.txt

diff seen.txt - <<'SEEN'
npm empty address: "https://api.openai.com/v1"
npm key with line feed: /v1/models/m Bearer sk-test
npm query: /v1/models/m?api-version=1 Bearer sk-test
PyPI empty address: ""
PyPI empty address: APIConnectionError: Connection error.
PyPI key with line feed: APIConnectionError: Connection error.
PyPI key with line feed, retries: 2
PyPI query: /v1/?api-version=1models/m Bearer sk-test
SEEN
