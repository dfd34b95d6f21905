#!/usr/bin/env bash
# npm @langchain/openai 1.5.8 with @langchain/core 1.4.0: Responses streams that fail, read through ChatOpenAI.stream().
#
# Guess: "response.failed", an "error" event and a stream that is cut without a final event make stream() throw.
# Seen: all three end the loop as a complete answer does. The message has the text so far; nothing in response_metadata names
#   the failure, the only sign is that its "status" is missing. "response.incomplete" does leave status and reason there.
# Why it matters: a rate limit or a server error in mid-answer is stored as a short, whole answer; retries and fallbacks
#   (withRetry, withFallbacks) never see it. Demand response_metadata.status === 'completed'.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @langchain/openai@1.5.8 @langchain/core@1.4.0 >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >probe.mjs <<'JS'
import assert from 'node:assert/strict'
import http from 'node:http'
import { ChatOpenAI } from '@langchain/openai'

const response = (more) => ({ id: 'resp_1', object: 'response', created_at: 1, model: 'm', status: 'in_progress', output: [], error: null, incomplete_details: null, tools: [], metadata: {}, usage: null, ...more })
const message = { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] }
const text = [
  { type: 'response.created', response: response({}) },
  { type: 'response.output_item.added', output_index: 0, item: message },
  { type: 'response.content_part.added', output_index: 0, item_id: 'msg_1', content_index: 0, part: { type: 'output_text', text: '', annotations: [] } },
  { type: 'response.output_text.delta', output_index: 0, item_id: 'msg_1', content_index: 0, delta: 'Half an answer' },
]
const ends = {
  incomplete: [{ type: 'response.incomplete', response: response({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }) }],
  failed: [{ type: 'response.failed', response: response({ status: 'failed', error: { code: 'server_error', message: 'No luck today' } }) }],
  error: [{ type: 'error', code: 'rate_limit_exceeded', message: 'Slow down', param: null }],
  cut: [],
}
const server = http.createServer((request, answer) => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = [...text, ...ends[request.url.split('/')[1]]]
  answer.end(events.map((event, n) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`).join(''))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

for (const [end, wanted] of Object.entries({ incomplete: 'incomplete', failed: undefined, error: undefined, cut: undefined })) {
  const model = new ChatOpenAI({ apiKey: 'k', model: 'm', useResponsesApi: true, maxRetries: 0, configuration: { baseURL: `http://127.0.0.1:${server.address().port}/${end}` } })
  let answer
  for await (const chunk of await model.stream('x')) {
    answer = answer ? answer.concat(chunk) : chunk
  }
  console.log(`${end}: no exception, text ${JSON.stringify(answer.text)}, status ${answer.response_metadata.status}`)
  assert.equal(answer.text, 'Half an answer')
  assert.equal(answer.response_metadata.status, wanted)
  assert.ok(!JSON.stringify(answer).includes('Slow down') && !JSON.stringify(answer).includes('No luck'))
}
server.closeAllConnections()
server.close()
JS
node probe.mjs
