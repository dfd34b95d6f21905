// One streamed answer as its reader sees it.
import { Agent, request as httpRequest } from 'node:http'
import { hashOf, nowMs, TokenReader } from './tokens.js'

export const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo' })
const PATIENCE_MS = 120_000

/** How a dialect of server-sent events says a piece of the text, or that it is over. */
const DIALECTS = {
  openai: (_event, data) => {
    if (data === '[DONE]') {
      return { end: 'completed' }
    }
    const chunk = JSON.parse(data)
    return chunk.error ? { end: 'failed' } : { text: chunk.choices[0]?.delta.content }
  },
  uru: (event, data) => {
    if (event === 'delta') {
      return { text: JSON.parse(data).text }
    }
    return ['completed', 'stopped', 'incomplete', 'interrupted', 'failed'].includes(event)
      ? { end: event }
      : {}
  },
}

/**
 * Opens a stream and reads it to its end.
 *
 * @param {{url: string, headers: object, body: string, dialect: 'openai'|'uru'}} call
 * @param {{onTokens?: (sentMs: number[], nowMs: number) => void}} [watcher]
 * @returns {{done: Promise<{end: string, ttftMs: number, tokens: number, hash: string, problem?: string}>, first: Promise<void>,
 *   abort: () => void}} `first` comes with the first token, or with the end of a stream that has none
 */
export function openStream(call, watcher = {}) {
  const reading = new Reading(call, watcher)
  return { done: reading.done, first: reading.first, abort: () => reading.abort() }
}

class Reading {
  #call
  #watcher
  #request
  #answer = (_result) => {}
  #flows = () => {}
  #startedMs = nowMs()
  #ttftMs = Number.NaN
  #end = ''
  #tokens = new TokenReader()
  #count = 0
  #text = ''
  #buffer = ''

  constructor(call, watcher) {
    this.#call = call
    this.#watcher = watcher
    this.done = new Promise((resolve) => {
      this.#answer = resolve
    })
    this.first = new Promise((resolve) => {
      this.#flows = resolve
    })
    this.#send()
  }

  #send() {
    const { url, headers, body } = this.#call
    this.#request = httpRequest(url, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
    })
    this.#request.setTimeout(PATIENCE_MS, () => this.#request.destroy(new Error('silence')))
    this.#request.on('response', (response) => this.#read(response))
    this.#request.on('error', (error) => this.#failed(error))
    this.#request.end(body)
  }

  /** A server may close a kept connection at the moment in which it is used again. */
  #failed(error) {
    if (this.#request.reusedSocket && error.code === 'ECONNRESET' && this.#count === 0) {
      this.#send()
    } else {
      this.#finish(`${error.code ?? ''} ${error.message}`)
    }
  }

  #read(response) {
    response.setEncoding('utf8')
    if (response.statusCode !== 200) {
      let problem = ''
      response.on('data', (part) => {
        problem += part
      })
      response.on('end', () => this.#finish(`${response.statusCode} ${problem.slice(0, 300)}`))
      return
    }
    response.on('data', (part) => this.#take(part))
    response.on('end', () => this.#finish())
    response.on('error', (error) => this.#finish(error.message))
  }

  #take(part) {
    const now = nowMs()
    const text = this.#texts(part)
    if (text === '') {
      return
    }
    this.#text += text
    const sent = this.#tokens.read(text)
    if (this.#count === 0 && sent.length > 0) {
      this.#ttftMs = now - this.#startedMs
      this.#flows()
    }
    this.#count += sent.length
    this.#watcher.onTokens?.(sent, now)
  }

  /** The texts of all events that are complete now. */
  #texts(part) {
    const all = this.#buffer + part
    const events = all.split('\n\n')
    this.#buffer = events.pop() ?? ''
    let texts = ''
    for (const event of events) {
      let name = ''
      let data = ''
      for (const line of event.split('\n')) {
        if (line.startsWith('data:')) {
          data = line.slice(line.charAt(5) === ' ' ? 6 : 5)
        } else if (line.startsWith('event:')) {
          name = line.slice(6).trim()
        }
      }
      if (data !== '') {
        const { text, end } = DIALECTS[this.#call.dialect](name, data)
        texts += text ?? ''
        this.#end = end ?? this.#end
      }
    }
    return texts
  }

  abort() {
    this.#request.destroy()
  }

  #finish(problem) {
    this.#flows()
    this.#answer({
      end: this.#end,
      ttftMs: this.#ttftMs,
      tokens: this.#count,
      hash: hashOf(this.#text),
      problem: problem ?? (this.#end === 'completed' ? undefined : `ended as ${this.#end || 'nothing'}`),
    })
  }
}
