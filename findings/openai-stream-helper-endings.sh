#!/usr/bin/env bash
# npm openai 7.59.0 and PyPI openai 3.57.0: how the helper responses.stream() ends, for the same bytes.
#
# Guess: both helpers return the final response for "response.incomplete" (it is complete as far as the protocol goes, with usage),
#   both throw when the connection ends without a final event, and both tell what a "response.failed" said.
# Seen: npm returns a response in all three cases; after a cut stream it resolves with status "in_progress" and the text so far.
#   Python raises the same RuntimeError in all three cases: "Didn't receive a `response.completed` event." (the reason, the usage
#   and the provider's error are lost unless the caller kept the events itself).
# Why it matters: code that awaits finalResponse() in JavaScript stores half an answer as a whole one unless it compares the
#   status; code that calls get_final_response() in Python loses an answer that was merely cut at max_output_tokens.
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

const usage = { input_tokens: 5, input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 }, output_tokens: 3, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 8 }
const message = (status, text) => ({ type: 'message', id: 'msg_1', role: 'assistant', status, content: text ? [{ type: 'output_text', text, annotations: [] }] : [] })
const response = (more) => ({ id: 'resp_1', object: 'response', created_at: 1, model: 'm', status: 'in_progress', output: [], error: null,
  incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1, tool_choice: 'auto', tools: [], top_p: 1, ...more })
const begin = [
  { type: 'response.created', response: response({}) },
  { type: 'response.output_item.added', output_index: 0, item: message('in_progress') },
  { type: 'response.content_part.added', output_index: 0, item_id: 'msg_1', content_index: 0, part: { type: 'output_text', text: '', annotations: [] } },
  { type: 'response.output_text.delta', output_index: 0, item_id: 'msg_1', content_index: 0, delta: 'Half an answer', logprobs: [] },
]
const ends = {
  incomplete: [{ type: 'response.incomplete', response: response({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [message('incomplete', 'Half an answer')], usage }) }],
  failed: [{ type: 'response.failed', response: response({ status: 'failed', error: { code: 'server_error', message: 'No luck today' } }) }],
  cut: [],
}
const server = http.createServer((request, answer) => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = [...begin, ...ends[request.url.split('/')[1]]]
  answer.end(events.map((event, n) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`).join(''))
})
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)))
JS
node server.mjs &
server=$!
until [ -s port ]; do kill -0 "$server"; sleep 0.1; done

cat >probe.mjs <<'JS'
import OpenAI from 'openai'
for (const end of ['incomplete', 'failed', 'cut']) {
  const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${process.argv[2]}/${end}`, maxRetries: 0 })
  try {
    const seen = await client.responses.stream({ model: 'm', input: 'x' }).finalResponse()
    console.log(`npm ${end}: ${seen.status}, ${JSON.stringify(seen.output_text)}`)
  } catch (error) {
    console.log(`npm ${end}: ${error.constructor.name}: ${error.message}`)
  }
}
JS
cat >probe.py <<'PY'
import sys
from openai import OpenAI

for end in ["incomplete", "failed", "cut"]:
    client = OpenAI(api_key="k", base_url=f"http://127.0.0.1:{sys.argv[1]}/{end}", max_retries=0)
    try:
        with client.responses.stream(model="m", input="x") as stream:
            seen = stream.get_final_response()
        print(f"PyPI {end}: {seen.status}, {seen.output_text!r}")
    except Exception as error:
        print(f"PyPI {end}: {type(error).__name__}: {error}")
PY
export NO_PROXY=127.0.0.1
{ node probe.mjs "$(cat port)"; venv/bin/python probe.py "$(cat port)"; } | tee seen.txt

diff seen.txt - <<'SEEN'
npm incomplete: incomplete, "Half an answer"
npm failed: failed, ""
npm cut: in_progress, "Half an answer"
PyPI incomplete: RuntimeError: Didn't receive a `response.completed` event.
PyPI failed: RuntimeError: Didn't receive a `response.completed` event.
PyPI cut: RuntimeError: Didn't receive a `response.completed` event.
SEEN
