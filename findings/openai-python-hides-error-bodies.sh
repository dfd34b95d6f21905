#!/usr/bin/env bash
# npm openai 7.59.0 and PyPI openai 3.57.0: the message of an exception for error bodies that are not OpenAI's.
#
# Guess: when a JSON error body has no "error" object (FastAPI's {"detail": …}, a problem document, {"error": "text"}), the
#   exception's message holds the body, in both SDKs.
# Seen: npm puts the body into the message. Python says "Error code: 404" and nothing else, unless the text is in "message" on
#   top or in an object "error"; a JSON array is lost as well.
#   The body is still in error.response.text.
# Why it matters: what vLLM, FastAPI services and gateways explain is missing from every log line that prints the exception.
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

const bodies = {
  openai: { error: { message: 'gone fishing' } },
  flat: { message: 'gone fishing' },
  detail: { detail: 'gone fishing' },
  text: { error: 'gone fishing' },
  problem: { title: 'gone fishing', status: 404 },
  array: [{ error: { message: 'gone fishing' } }],
}
const server = http.createServer((request, answer) => {
  answer.writeHead(404, { 'content-type': 'application/json' })
  answer.end(JSON.stringify(bodies[request.url.split('/')[1]]))
})
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)))
JS
node server.mjs &
server=$!
until [ -s port ]; do kill -0 "$server"; sleep 0.1; done

cat >probe.mjs <<'JS'
import OpenAI from 'openai'
for (const kind of ['openai', 'flat', 'detail', 'text', 'problem', 'array']) {
  const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${process.argv[2]}/${kind}`, maxRetries: 0 })
  await client.models.retrieve('m').catch((error) => console.log(`npm ${kind}: ${error.message}`))
}
JS
cat >probe.py <<'PY'
import sys
import openai

for kind in ["openai", "flat", "detail", "text", "problem", "array"]:
    client = openai.OpenAI(api_key="k", base_url=f"http://127.0.0.1:{sys.argv[1]}/{kind}", max_retries=0)
    try:
        client.models.retrieve("m")
    except openai.NotFoundError as error:
        assert "gone fishing" in error.response.text
        print(f"PyPI {kind}: {error}")
PY
export NO_PROXY=127.0.0.1
{ node probe.mjs "$(cat port)"; venv/bin/python probe.py "$(cat port)"; } | tee seen.txt

diff seen.txt - <<'SEEN'
npm openai: 404 gone fishing
npm flat: 404 gone fishing
npm detail: 404 {"detail":"gone fishing"}
npm text: 404 "gone fishing"
npm problem: 404 {"title":"gone fishing","status":404}
npm array: 404 [{"error":{"message":"gone fishing"}}]
PyPI openai: Error code: 404 - gone fishing
PyPI flat: Error code: 404 - gone fishing
PyPI detail: Error code: 404
PyPI text: Error code: 404
PyPI problem: Error code: 404
PyPI array: Error code: 404
SEEN
