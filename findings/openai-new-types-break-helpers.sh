#!/usr/bin/env bash
# npm openai 7.59.0, ai 6.0.326 with @ai-sdk/openai 3.0.141: a Responses answer with an event type and an output item that are new.
#
# Guess: unknown events and unknown output items are skipped everywhere, streamed or not; OpenAI adds both without a new version.
# Seen: the SDK's raw stream hands the unknown event out, but the helper responses.stream() throws "Unhandled response stream
#   event". In the AI SDK streamText skips both, while generateText refuses the whole answer with "Invalid JSON response".
# Why it matters: the day a provider or a gateway adds a type, the one half of an application breaks (the helper, the calls
#   without streaming) and the other half goes on; the messages point at the network or at JSON, not at the new type.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openai@7.59.0 ai@6.0.326 @ai-sdk/openai@3.0.141 >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >probe.mjs <<'JS'
import assert from 'node:assert/strict'
import http from 'node:http'
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, streamText } from 'ai'
import OpenAI from 'openai'

const usage = { input_tokens: 5, input_tokens_details: { cached_tokens: 0 }, output_tokens: 7, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 12 }
const response = (more) => ({ id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-6-luna', status: 'in_progress', output: [], error: null, incomplete_details: null, tools: [], metadata: {}, usage: null, ...more })
const news = { type: 'hologram', id: 'holo_1', status: 'completed' }
const message = (text) => ({ type: 'message', id: 'msg_1', role: 'assistant', status: text ? 'completed' : 'in_progress', content: text ? [{ type: 'output_text', text, annotations: [] }] : [] })
const at = { output_index: 1, item_id: 'msg_1', content_index: 0 }
const whole = (items) => response({ status: 'completed', output: items, usage })
const streamed = (newEvent, items) => [
  { type: 'response.created', response: response({}) },
  ...(newEvent ? [{ type: 'response.hologram.rotating', item_id: 'holo_1' }] : []),
  { type: 'response.output_item.added', output_index: 0, item: news },
  { type: 'response.output_item.done', output_index: 0, item: news },
  { type: 'response.output_item.added', output_index: 1, item: message() },
  { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [] } },
  { type: 'response.output_text.delta', ...at, delta: 'Fine.' },
  { type: 'response.output_item.done', output_index: 1, item: message('Fine.') },
  { type: 'response.completed', response: whole(items) },
]
const server = http.createServer(async (request, answer) => {
  let body = ''
  for await (const piece of request) body += piece
  const items = request.url.startsWith('/known') ? [message('Fine.')] : [news, message('Fine.')]
  if (!JSON.parse(body).stream) {
    answer.setHeader('content-type', 'application/json')
    return answer.end(JSON.stringify(whole(items)))
  }
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = streamed(!request.url.startsWith('/item'), items)
  answer.end(events.map((event, n) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`).join(''))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = (kind) => `http://127.0.0.1:${server.address().port}/${kind}`

const run = async (name, body) => {
  let seen
  try {
    seen = await body()
  } catch (error) {
    seen = `${error.constructor.name}: ${error.message}`
  }
  console.log(`${name}: ${seen}`)
  return seen
}
const sdk = (kind) => new OpenAI({ apiKey: 'k', baseURL: url(kind), maxRetries: 0 })
const ask = { model: 'gpt-6-luna', input: 'x' }
const vercel = (kind) => ({ model: createOpenAI({ apiKey: 'k', baseURL: url(kind) }).responses('gpt-6-luna'), prompt: 'x', maxRetries: 0 })

assert.match(
  await run('openai, raw stream, new event', async () => {
    const types = []
    for await (const event of await sdk('event').responses.create({ ...ask, stream: true })) types.push(event.type)
    return types.join(' ')
  }),
  /hologram.rotating .*response.completed/,
)
assert.match(await run('openai, helper, new event', async () => (await sdk('event').responses.stream(ask).finalResponse()).output_text), /Unhandled response stream event/)
assert.equal(await run('openai, helper, new item', async () => (await sdk('item').responses.stream(ask).finalResponse()).output_text), 'Fine.')
assert.equal(await run('ai, streamText, new event and item', async () => streamText(vercel('event')).text), 'Fine.')
assert.equal(await run('ai, generateText, known item', async () => (await generateText(vercel('known'))).text), 'Fine.')
assert.match(await run('ai, generateText, new item', async () => (await generateText(vercel('item'))).text), /Invalid JSON response/)
server.closeAllConnections()
server.close()
JS
node probe.mjs
