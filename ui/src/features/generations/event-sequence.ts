import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { EnvelopedEvent, EventPage } from '@/shared/api/schema'
import { backOff, sleep } from '@/shared/back-off'
import { isFinal } from '@/shared/events/generation-event'

/** Between two pages of a generation whose events another node may not have yet. */
const FIRST_PAUSE_MS = 150
const LONGEST_PAUSE_MS = 2_000
/** After so many pages without an event, the node that wrote up to the position has died: the answer may have ended before it. */
const MAX_EMPTY_PAGES = 5

export type EventSequenceObserver = {
  event: (event: string, data: unknown) => void
  /** Missing events cannot be read, and waiting does not help. The sequence is closed. */
  failed: (problem: ProblemError) => void
}

/** Which events to read as pages: those up to a position, those that there are, or all up to the last one of the generation. */
type Until = number | 'now' | 'end'

/** Pages are read first, then the event of the shared stream is given, if there is one. */
type Step = { until: Until; event?: EnvelopedEvent }

/**
 * Brings the events of one generation into order: each is given to the observer once, and those that the shared stream has not
 * delivered are read as pages.
 */
export class EventSequence {
  readonly #readPage: (after: number, until: number | null) => Promise<EventPage>
  readonly #observer: EventSequenceObserver
  readonly #closed = new AbortController()
  readonly #steps: Step[] = []
  /** Position of the last event that the observer has. */
  #known = 0
  #working = false

  constructor(
    readPage: (after: number, until: number | null) => Promise<EventPage>,
    observer: EventSequenceObserver,
  ) {
    this.#readPage = readPage
    this.#observer = observer
  }

  /** Takes an event of the shared stream. */
  push(event: EnvelopedEvent): void {
    this.#add({ until: event.after, event })
  }

  /** Reads the missing events as pages. With `end`, until the last one is read or the shared stream brings one. */
  catchUp(until: Until): void {
    if (typeof until === 'string' && this.#steps.at(-1)?.until === until) return
    this.#add({ until })
  }

  /** Drops what is to come. */
  close(): void {
    this.#closed.abort()
    this.#steps.length = 0
  }

  #add(step: Step): void {
    if (this.#closed.signal.aborted) return
    this.#steps.push(step)
    if (!this.#working) void this.#work()
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let step = this.#steps[0]; step; step = this.#steps[0]) {
      try {
        await this.#take(step)
      } catch (error) {
        if (this.#closed.signal.aborted) return
        this.close()
        this.#observer.failed(toProblemError(error))
      }
      this.#steps.shift()
    }
    this.#working = false
  }

  async #take({ until, event }: Step): Promise<void> {
    await this.#read(until)
    if (!event || this.#closed.signal.aborted) return
    // The last event counts wherever it is: a node that took over may have less text than the one that has died.
    if (event.position <= this.#known && !isFinal(event.event)) return
    if (event.after === this.#known || event.position <= this.#known)
      this.#give(event.position, event.event, event.data)
    // A page has ended within the text of this event.
    else await this.#read(event.position)
  }

  async #read(until: Until): Promise<void> {
    const { signal } = this.#closed
    let pause = FIRST_PAUSE_MS
    let emptyPages = 0
    while (typeof until === 'string' || this.#known < until) {
      const page = await this.#readPageWhenPossible(emptyPages < MAX_EMPTY_PAGES ? until : 'now')
      const before = this.#known
      for (const { id, event, data } of page.events) {
        if (id > this.#known && !signal.aborted) this.#give(id, event, data)
      }
      if (page.ended || signal.aborted) return
      if (this.#known > before) {
        emptyPages = 0
        continue
      }
      emptyPages++
      if (until === 'now' || (until === 'end' && this.#steps.length > 1)) return
      // The node that answers may not have yet what the node that writes has told.
      await sleep(pause, signal)
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    }
  }

  async #readPageWhenPossible(until: Until): Promise<EventPage> {
    const { signal } = this.#closed
    for (let failures = 0; ; failures++) {
      try {
        return await this.#readPage(this.#known, typeof until === 'number' ? until : null)
      } catch (error) {
        const problem = toProblemError(error)
        if (!isPassing(problem)) throw problem
        await backOff(failures, problem.retryAfter, signal)
      }
    }
  }

  #give(position: number, event: string, data: unknown): void {
    this.#known = position
    this.#observer.event(event, data)
  }
}

function isPassing({ status }: ProblemError): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500
}
