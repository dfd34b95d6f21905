// The upstream of the benchmarks: OpenAI's Chat Completions and Responses.
//
// The last user message says what is wanted: `bench id=<name> n=<tokens> i=<ms between tokens, 0 = as fast as it goes>`.
// Every token carries the time at which it was sent (see tokens.js), so that a receiver on the same machine knows the one-way
// delay of each, however the tokens were cut or joined on their way.
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { hashOf, stampedToken } from '../load/tokens.js'
import { ChatCompletionFormat, ResponsesFormat } from './answer-formats.js'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const TOKENS_PER_TURN = 16
const FORMATS = { '/v1/chat/completions': ChatCompletionFormat, '/v1/responses': ResponsesFormat }

/** Streams that are being written now, by name. */
const live = new Map()
/**
 * What became of the streams that have ended since somebody asked: name -> {api, hash, tokens, whole, receivedNs, firstTokenNs,
 * endedNs}.
 */
let ended = new Map()

const server = createServer((request, response) => {
  if (request.url === '/bench/ended') {
    answerJson(response, Object.fromEntries(ended))
    ended = new Map()
  } else if (request.url === '/bench/live') {
    answerJson(response, { live: live.size })
  } else if (FORMATS[request.url]) {
    readBody(request, (body) => answer(FORMATS[request.url], JSON.parse(body), response))
  } else if (request.method === 'POST') {
    response.writeHead(404).end()
  } else if (request.url === '/v1/models') {
    answerJson(response, { object: 'list', data: [{ id: 'gpt-4o', object: 'model' }] })
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

function answer(Format, request, response) {
  const wish = /bench id=(\S+) n=(\d+) i=(\d+)/.exec(Format.turns(request).at(-1).content)
  if (!wish || !request.stream) {
    answerJson(response, new Format('bench', request).whole('Bench'))
    return
  }
  const stream = new Stream(wish[1], Number(wish[2]), new Format(wish[1], request), response)
  stream.start(Number(wish[3]))
}

class Stream {
  #name
  #wanted
  #sent = 0
  #text = ''
  #format
  #response
  #timer
  #receivedNs = process.hrtime.bigint()
  #firstTokenNs

  constructor(name, wanted, format, response) {
    this.#name = name
    this.#wanted = wanted
    this.#format = format
    this.#response = response
  }

  start(intervalMs) {
    live.set(this.#name, this)
    this.#response.on('close', () => this.#close())
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache',
    })
    this.#response.write(this.#format.opening())
    if (intervalMs > 0) {
      this.#sendToken()
      this.#timer = setInterval(() => this.#sendToken(), intervalMs)
    } else {
      this.#sendMany()
    }
  }

  #sendToken() {
    if (this.#sent === this.#wanted) {
      this.#finish()
      return true
    }
    this.#firstTokenNs ??= process.hrtime.bigint()
    const token = stampedToken(this.#sent++)
    this.#text += token
    return this.#response.write(this.#format.token(token))
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
    this.#response.end(this.#format.ending(this.#text, this.#sent))
    this.#close()
  }

  #close() {
    if (!live.delete(this.#name)) {
      return
    }
    clearInterval(this.#timer)
    ended.set(this.#name, {
      api: this.#format.api,
      hash: hashOf(this.#text),
      tokens: this.#sent,
      whole: this.#sent === this.#wanted,
      receivedNs: String(this.#receivedNs),
      firstTokenNs: String(this.#firstTokenNs ?? ''),
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
