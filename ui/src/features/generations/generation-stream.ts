import { readWithin } from '@/shared/api/http'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { GenerationEvent } from '@/shared/api/schema'
import { isFinal, readGenerationEvent } from './generation-event'
import { type ServerSentEvent, ServerSentEventParser } from './server-sent-events'

/** How to reach the events of one generation. */
export type GenerationSource = {
  /** Starts it; sending again must be safe. Null where it already runs. */
  start: ((signal: AbortSignal) => Promise<Response>) | null
  /** Gives the events after that id, or all of them. */
  resume: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>
}

export type GenerationObserver = {
  /** The server has taken the request: from here on the generation lives without this browser. */
  accepted: () => void
  event: (event: GenerationEvent) => void
  connection: (state: 'open' | 'reconnecting') => void
}

/** Whether the events are wanted at the moment. */
export type GenerationGate = {
  isOpen: () => boolean
  /** Calls the listener when that may have changed, until the returned function is called. */
  subscribe: (listener: () => void) => () => void
}

const PAUSES_MS = [500, 1000, 2000, 4000, 8000]
/** The server sends at least a heartbeat every 15 s; after three missed ones the connection is dead. */
const SILENCE_MS = 45_000

/**
 * Follows a generation to its final event through any number of lost connections, without a gap and without a repeat.
 *
 * A start whose answer got lost, or that the server wants later, is sent again with the same ids until the back-off is used up; an
 * accepted generation is resumed for ever. An accepted generation has no connection while the gate is closed. Gives `vanished` when the server no longer knows an accepted generation: its messages tell how it ended.
 *
 * @throws ProblemError when the start was refused or never got an answer, or when resuming is refused for good
 * @throws DOMException AbortError when the signal was aborted
 */
export async function followGeneration(
  source: GenerationSource,
  observer: GenerationObserver,
  gate: GenerationGate,
  signal: AbortSignal,
): Promise<'finished' | 'vanished'> {
  let start = source.start
  let lastEventId: string | null = null
  let failures = 0
  for (;;) {
    signal.throwIfAborted()
    if (!start) await opened(gate, signal)
    let problem = ProblemError.networkUnreachable()
    try {
      const response: Response = start ? await start(signal) : await source.resume(lastEventId, signal)
      if (start) observer.accepted()
      start = null
      observer.connection('open')
      for await (const message of eventsOf(response, gate, signal)) {
        failures = 0
        if (isRepeat(message.id, lastEventId)) continue
        lastEventId = message.id
        const event = readGenerationEvent(message)
        if (event === null) continue
        observer.event(event)
        if (isFinal(event)) return 'finished'
      }
    } catch (error) {
      if (signal.aborted) throw error
      problem = toProblemError(error)
      if (start === null && problem.status === 404) return 'vanished'
      const worthwhile = start ? isWorthRepeating(problem) && failures < PAUSES_MS.length : isPassing(problem)
      if (!worthwhile) throw problem
    }
    if (!start && !gate.isOpen()) continue
    observer.connection('reconnecting')
    await pause(failures++, problem.retryAfter, signal)
  }
}

/**
 * Without our own problem document the server may well have taken the request: only the answer is missing. And a server that is
 * about to stop, or without its database, says when to ask again: another one takes over, or it is back.
 */
function isWorthRepeating(problem: ProblemError): boolean {
  return (
    problem.code === 'network_unreachable' ||
    (problem.code === 'unexpected_response' && problem.status >= 500) ||
    (problem.code === 'service_unavailable' && problem.retryAfter !== undefined)
  )
}

function isPassing({ status }: ProblemError): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500
}

function isRepeat(id: string | null, lastEventId: string | null): boolean {
  return id !== null && lastEventId !== null && Number(id) <= Number(lastEventId)
}

/** The events of a response, until it ends or the gate closes. */
async function* eventsOf(
  response: Response,
  gate: GenerationGate,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  const reader = response.body?.getReader()
  if (!reader) return
  const closeIfUnwanted = () => {
    if (!gate.isOpen()) reader.cancel().catch(() => {})
  }
  const unsubscribe = gate.subscribe(closeIfUnwanted)
  closeIfUnwanted()
  const parser = new ServerSentEventParser()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await readWithin(reader, SILENCE_MS)
      if (done) return
      yield* parser.push(decoder.decode(value, { stream: true }))
    }
  } catch (error) {
    if (signal.aborted) throw error
    throw ProblemError.networkUnreachable(error)
  } finally {
    unsubscribe()
    reader.cancel().catch(() => {})
  }
}

function opened(gate: GenerationGate, signal: AbortSignal): Promise<void> {
  if (gate.isOpen()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = () => {
      if (!gate.isOpen() && !signal.aborted) return
      unsubscribe()
      signal.removeEventListener('abort', settle)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    const unsubscribe = gate.subscribe(settle)
    signal.addEventListener('abort', settle)
  })
}

/** Ends early when the network comes back. */
function pause(failures: number, retryAfter: number | undefined, signal: AbortSignal): Promise<void> {
  const milliseconds = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 0
  return new Promise((resolve, reject) => {
    const done = new AbortController()
    const timer = setTimeout(() => finish(resolve), Math.max(milliseconds, (retryAfter ?? 0) * 1000))
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      done.abort()
      settle()
    }
    const options = { signal: done.signal }
    window.addEventListener('online', () => finish(resolve), options)
    signal.addEventListener('abort', () => finish(() => reject(signal.reason)), options)
  })
}
