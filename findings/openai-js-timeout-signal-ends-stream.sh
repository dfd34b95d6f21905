#!/usr/bin/env bash
# npm openai 7.59.0: a stream with { signal: AbortSignal.timeout(…) }.
#
# Guess: when the time is up, "for await" over the stream throws (a TimeoutError or an abort error), as fetch itself does.
# Seen: the loop of a raw stream (stream: true, Chat Completions and Responses alike) ends as if the answer were complete: no
#   exception, no final event. The helper chat.completions.stream() throws APIUserAbortError for the same signal. The client's
#   own option "timeout" does not end a stream at all once its head has arrived.
# Why it matters: a time limit by signal, the usual way since Node 18, turns a slow answer into a short one that looks whole.
#   Check signal.aborted after the loop, or demand the final event.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openai@7.59.0 >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >probe.mjs <<'JS'
import assert from 'node:assert/strict'
import http from 'node:http'
import OpenAI from 'openai'

// A server that writes one word and then nothing more until its client goes away.
const server = http.createServer((request, answer) => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  const data = request.url.endsWith('/responses')
    ? { type: 'response.output_text.delta', delta: 'Half', item_id: 'msg_1', output_index: 0, content_index: 0, sequence_number: 1 }
    : { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content: 'Half' }, finish_reason: null }] }
  answer.write(`data: ${JSON.stringify(data)}\n\n`)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${server.address().port}`, maxRetries: 0, timeout: 500 })

const run = async (name, open) => {
  const signal = AbortSignal.timeout(3000)
  let seen = ''
  try {
    for await (const event of await open({ signal })) {
      seen += event.delta ?? event.choices[0].delta.content
    }
    seen += ', then a normal end'
  } catch (error) {
    seen += `, then ${error.constructor.name}`
  }
  console.log(`${name}: ${seen} (signal.aborted ${signal.aborted})`)
  return seen
}
const chat = { model: 'm', messages: [] }
assert.equal(await run('chat, stream: true', (o) => client.chat.completions.create({ ...chat, stream: true }, o)), 'Half, then a normal end')
assert.equal(await run('responses, stream: true', (o) => client.responses.create({ model: 'm', input: 'x', stream: true }, o)), 'Half, then a normal end')
assert.equal(await run('chat helper', (o) => client.chat.completions.stream(chat, o)), 'Half, then APIUserAbortError')
server.closeAllConnections()
server.close()
JS
node probe.mjs
