#!/usr/bin/env bash
# npm openai 7.59.0, ai 6.0.326 with @ai-sdk/openai 3.0.141, @langchain/openai 1.5.8 with @langchain/core 1.4.0:
# a Responses stream with a message of phase "commentary" before the one of phase "final_answer".
#
# Guess: what each library calls the text of the answer (output_text, text) is the final answer; commentary stays apart, as
#   the phase was made for that.
# Seen: output_text of the SDK and text of the AI SDK are both messages glued together without a separator. LangChain glues
#   them into one content block, too, and labels the whole block phase "final_answer".
# Why it matters: "Let me check." ends up in stored answers and exports, and in LangChain nothing tells afterwards where the
#   commentary ended. Read the items (response.output, the parts of the stream), never the combined text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openai@7.59.0 ai@6.0.326 @ai-sdk/openai@3.0.141 @langchain/openai@1.5.8 @langchain/core@1.4.0 \
  >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >probe.mjs <<'JS'
import assert from 'node:assert/strict'
import http from 'node:http'
import { createOpenAI } from '@ai-sdk/openai'
import { ChatOpenAI } from '@langchain/openai'
import { streamText } from 'ai'
import OpenAI from 'openai'

const usage = { input_tokens: 5, input_tokens_details: { cached_tokens: 0 }, output_tokens: 7, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 12 }
const response = (more) => ({ id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-6-luna', status: 'in_progress', output: [], error: null, incomplete_details: null, tools: [], metadata: {}, usage: null, ...more })
const message = (n, phase, text) => ({ type: 'message', id: `msg_${n}`, role: 'assistant', phase, status: text ? 'completed' : 'in_progress', content: text ? [{ type: 'output_text', text, annotations: [] }] : [] })
const item = (n, phase, text) => {
  const at = { output_index: n, item_id: `msg_${n}`, content_index: 0 }
  return [
    { type: 'response.output_item.added', output_index: n, item: message(n, phase) },
    { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [] } },
    { type: 'response.output_text.delta', ...at, delta: text },
    { type: 'response.output_text.done', ...at, text },
    { type: 'response.content_part.done', ...at, part: { type: 'output_text', text, annotations: [] } },
    { type: 'response.output_item.done', output_index: n, item: message(n, phase, text) },
  ]
}
const events = [
  { type: 'response.created', response: response({}) },
  ...item(0, 'commentary', 'Let me check.'),
  ...item(1, 'final_answer', 'It is 4.'),
  { type: 'response.completed', response: response({ status: 'completed', output: [message(0, 'commentary', 'Let me check.'), message(1, 'final_answer', 'It is 4.')], usage }) },
]
const server = http.createServer((request, answer) => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  answer.end(events.map((event, n) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`).join(''))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const baseURL = `http://127.0.0.1:${server.address().port}`

const sdk = await new OpenAI({ apiKey: 'k', baseURL, maxRetries: 0 }).responses.stream({ model: 'gpt-6-luna', input: 'x' }).finalResponse()
console.log('openai output_text:', sdk.output_text)
assert.equal(sdk.output_text, 'Let me check.It is 4.')

const ai = streamText({ model: createOpenAI({ apiKey: 'k', baseURL }).responses('gpt-6-luna'), prompt: 'x', maxRetries: 0 })
console.log('ai text:', await ai.text)
assert.equal(await ai.text, 'Let me check.It is 4.')

let chain
for await (const chunk of await new ChatOpenAI({ apiKey: 'k', model: 'gpt-6-luna', useResponsesApi: true, maxRetries: 0, configuration: { baseURL } }).stream('x')) {
  chain = chain ? chain.concat(chunk) : chunk
}
console.log('langchain content:', JSON.stringify(chain.content))
assert.deepEqual(chain.content, [{ type: 'text', text: 'Let me check.It is 4.', index: 0, phase: 'final_answer' }])
server.closeAllConnections()
server.close()
JS
node probe.mjs
