// The upstream of the benchmarks: OpenAI's chat completions, whose every token carries the moment at which it was sent.
//
// The last user message says what is wanted: `bench id=<name> n=<tokens> i=<ms between tokens, 0 = as fast as it goes>`.
// A token carries the clock (see tokens.js), so that a receiver on the same
// machine knows the one-way delay of each, however the tokens were cut or joined on their way.
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { hashOf, stampedToken } from '../load/tokens.js'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const TOKENS_PER_TURN = 16

/** Streams that are being written now, by name. */
const live = new Map()
/** What became of the streams that have ended since somebody asked: name -> {hash, tokens, whole, endedNs}. */
let ended = new Map()

const server = createServer((request, response) => {
  if (request.url === '/bench/ended') {
    answerJson(response, Object.fromEntries(ended))
    ended = new Map()
  } else if (request.url === '/bench/live') {
    answerJson(response, { live: live.size })
  } else if (request.url?.endsWith('/chat/completions')) {
    readBody(request, (body) => complete(JSON.parse(body), response))
  } else if (request.method === 'POST') {
    // As a server without the Responses API: Uru then asks through Chat Completions.
    response.writeHead(404).end()
  } else {
    answerJson(response, { object: 'list', data: [] })
  }
})

function readBody(request, then) {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => then(Buffer.concat(parts).toString('utf8')))
}

function answerJson(response, value) {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(value))
}

function complete(completion, response) {
  const wish = /bench id=(\S+) n=(\d+) i=(\d+)/.exec(completion.messages.at(-1).content)
  if (!wish || !completion.stream) {
    answerJson(response, {
      id: 'chatcmpl-bench',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: completion.model,
      choices: [{ index: 0, message: { role: 'assistant', content: 'Bench' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    })
    return
  }
  const stream = new Stream(wish[1], Number(wish[2]), completion, response)
  stream.start(Number(wish[3]))
}

class Stream {
  #name
  #wanted
  #sent = 0
  #text = ''
  #response
  #timer
  #head
  #withUsage

  constructor(name, wanted, completion, response) {
    this.#name = name
    this.#wanted = wanted
    this.#response = response
    this.#withUsage = completion.stream_options?.include_usage === true
    const usage = this.#withUsage ? ',"usage":null' : ''
    this.#head =
      `data: {"id":"chatcmpl-${name}","object":"chat.completion.chunk","created":1700000000,` +
      `"model":"${completion.model}","service_tier":"default","system_fingerprint":"fp_bench"${usage},"choices":`
  }

  start(intervalMs) {
    live.set(this.#name, this)
    this.#response.on('close', () => this.#close())
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache',
    })
    this.#write('[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}]')
    if (intervalMs > 0) {
      this.#sendToken()
      this.#timer = setInterval(() => this.#sendToken(), intervalMs)
    } else {
      this.#sendMany()
    }
  }

  #write(choices) {
    return this.#response.write(`${this.#head}${choices}}\n\n`)
  }

  #sendToken() {
    if (this.#sent === this.#wanted) {
      this.#finish()
      return true
    }
    const token = stampedToken(this.#sent++)
    this.#text += token
    return this.#write(
      `[{"index":0,"delta":{"content":${JSON.stringify(token)}},"logprobs":null,"finish_reason":null}]`,
    )
  }

  /** As fast as the reader takes it, but never so fast that other streams wait for long. */
  #sendMany() {
    let writable = true
    for (let i = 0; i < TOKENS_PER_TURN && live.has(this.#name); i++) {
      writable = this.#sendToken()
    }
    if (!live.has(this.#name)) {
      return
    }
    if (writable) {
      setImmediate(() => this.#sendMany())
    } else {
      this.#response.once('drain', () => this.#sendMany())
    }
  }

  #finish() {
    this.#write('[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]')
    if (this.#withUsage) {
      this.#response.write(
        `${this.#head}[],"usage":{"prompt_tokens":9,"completion_tokens":${this.#sent},"total_tokens":${9 + this.#sent}}}\n\n`,
      )
    }
    this.#response.end('data: [DONE]\n\n')
    this.#close()
  }

  #close() {
    if (!live.delete(this.#name)) {
      return
    }
    clearInterval(this.#timer)
    ended.set(this.#name, {
      hash: hashOf(this.#text),
      tokens: this.#sent,
      whole: this.#sent === this.#wanted,
      endedNs: String(process.hrtime.bigint()),
    })
  }
}

server.keepAliveTimeout = 600_000
server.requestTimeout = 0
server.listen(Number(values.port), '127.0.0.1', 4096, () => {
  const { port } = server.address()
  process.send?.({ port })
  if (!process.send) {
    console.log(`The upstream listens on http://127.0.0.1:${port}/v1`)
  }
})
// The parent's end is ours.
process.on('disconnect', () => process.exit())
