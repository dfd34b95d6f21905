#!/usr/bin/env bash
# npm openai 7.59.0 and PyPI openai 3.57.0: what the helper chat.completions.stream() makes of chunks of OpenAI-compatible servers.
#
# Guess: both helpers build the same message: a role, id or name that is sent again stands once, unknown text fields such as
#   reasoning_content are joined (or dropped) by both, finish_reason "length" is returned, a missing finish_reason is an error.
# Seen: Python joins every repeated string: role "assistantassistant", id "call_1call_1", name "get_weatherget_weather"; npm keeps
#   them once. npm keeps only the LAST delta of reasoning_content; Python joins it. finish_reason "length" makes Python raise
#   LengthFinishReasonError although nothing was to be parsed; npm returns the text. Without a finish_reason npm throws, Python returns.
# Why it matters: several servers and gateways repeat role, id and name in every chunk. A helper that is right with the one SDK
#   yields unknown tools, lost reasoning or an exception with the other, from the same bytes.
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

const chunk = (delta, finish_reason = null) => ({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })
const call = (args) => ({ role: 'assistant', tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: args } }] })
const streams = {
  tools: [chunk(call('{"city":')), chunk(call('"Oslo"}')), chunk({}, 'tool_calls')],
  reasoning: [chunk({ role: 'assistant', reasoning_content: 'First' }), chunk({ reasoning_content: ' and last' }), chunk({ content: 'Yes' }), chunk({}, 'stop')],
  length: [chunk({ role: 'assistant', content: 'Half' }), chunk({}, 'length')],
  unfinished: [chunk({ role: 'assistant', content: 'Half' })],
}
const server = http.createServer((request, answer) => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  answer.end([...streams[request.url.split('/')[1]].map((data) => JSON.stringify(data)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''))
})
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)))
JS
node server.mjs &
server=$!
until [ -s port ]; do kill -0 "$server"; sleep 0.1; done

cat >probe.mjs <<'JS'
import OpenAI from 'openai'
for (const kind of ['tools', 'reasoning', 'length', 'unfinished']) {
  const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${process.argv[2]}/${kind}`, maxRetries: 0 })
  try {
    const { message } = (await client.chat.completions.stream({ model: 'm', messages: [] }).finalChatCompletion()).choices[0]
    const call = message.tool_calls?.[0]
    console.log(`npm ${kind}:`, [message.role, call?.id, call?.function.name, message.reasoning_content, message.content].filter(Boolean).join(' | '))
  } catch (error) {
    console.log(`npm ${kind}: ${error.constructor.name}`)
  }
}
JS
cat >probe.py <<'PY'
import sys
from openai import OpenAI

for kind in ["tools", "reasoning", "length", "unfinished"]:
    client = OpenAI(api_key="k", base_url=f"http://127.0.0.1:{sys.argv[1]}/{kind}", max_retries=0)
    try:
        with client.chat.completions.stream(model="m", messages=[]) as stream:
            message = stream.get_final_completion().choices[0].message
        call = message.tool_calls[0] if message.tool_calls else None
        parts = [message.role, call and call.id, call and call.function.name, getattr(message, "reasoning_content", None), message.content]
        print(f"PyPI {kind}:", " | ".join(part for part in parts if part))
    except Exception as error:
        print(f"PyPI {kind}: {type(error).__name__}")
PY
export NO_PROXY=127.0.0.1
{ node probe.mjs "$(cat port)"; venv/bin/python probe.py "$(cat port)"; } | tee seen.txt

diff seen.txt - <<'SEEN'
npm tools: assistant | call_1 | get_weather
npm reasoning: assistant |  and last | Yes
npm length: assistant | Half
npm unfinished: OpenAIError
PyPI tools: assistantassistant | call_1call_1 | get_weatherget_weather
PyPI reasoning: assistant | First and last | Yes
PyPI length: LengthFinishReasonError
PyPI unfinished: assistant | Half
SEEN
